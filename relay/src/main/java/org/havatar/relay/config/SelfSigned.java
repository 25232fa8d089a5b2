package org.havatar.relay.config;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A new key with its certificate: ECDSA P-256, so short-lived that browsers take it for
 * WebTransport by its hash (W3C WebTransport, {@code serverCertificateHashes}: at most 14 days).
 */
record SelfSigned(PrivateKey key, X509Certificate certificate) {
  static final String ALGORITHM = "SHA256withECDSA";
  static final Duration VALIDITY = Duration.ofDays(13);

  /** Clocks of others may be behind. */
  static final Duration BACKDATED = Duration.ofHours(1);

  private static final X500Name SUBJECT = new X500Name("CN=Havatar relay");
  private static final int SERIAL_BITS = 127;

  /**
   * @param names host names and literal addresses
   */
  static SelfSigned create(Set<String> names, Instant now) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    Instant begin = now.minus(BACKDATED);
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            SUBJECT,
            new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(0),
            Date.from(begin),
            Date.from(begin.plus(VALIDITY)),
            SUBJECT,
            pair.getPublic());
    try {
      builder
          .addExtension(Extension.subjectAlternativeName, false, alternativeNames(names))
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
          .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
          .addExtension(
              Extension.extendedKeyUsage,
              false,
              new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      X509Certificate certificate =
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(new JcaContentSignerBuilder(ALGORITHM).build(pair.getPrivate())));
      return new SelfSigned(pair.getPrivate(), certificate);
    } catch (CertIOException | OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static GeneralNames alternativeNames(Set<String> names) {
    return new GeneralNames(
        names.stream()
            .map(
                name ->
                    new GeneralName(
                        isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
            .toArray(GeneralName[]::new));
  }

  private static boolean isAddress(String name) {
    return NetUtil.createByteArrayFromIpAddressString(name) != null;
  }

  /** The names in a certificate, written as {@link #normal} writes them. */
  static Set<String> namesOf(X509Certificate certificate) throws GeneralSecurityException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return names == null
        ? Set.of()
        : normal(
            names.stream().map(name -> String.valueOf(name.get(1))).collect(Collectors.toSet()));
  }

  /** One way of writing for each address. */
  static Set<String> normal(Set<String> names) {
    return names.stream().map(SelfSigned::normal).collect(Collectors.toSet());
  }

  private static String normal(String name) {
    byte[] address = NetUtil.createByteArrayFromIpAddressString(name);
    try {
      return address == null
          ? name.toLowerCase(Locale.ROOT)
          : InetAddress.getByAddress(address).getHostAddress();
    } catch (IOException e) {
      throw new IllegalArgumentException(name, e);
    }
  }
}
