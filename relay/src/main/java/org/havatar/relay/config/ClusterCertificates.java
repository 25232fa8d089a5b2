package org.havatar.relay.config;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.havatar.relay.access.port.Unavailable;

/**
 * The authority of a cluster and the certificates that it gives its nodes. All of them carry a mark
 * that no other authority gives: between nodes Vert.x compares no host names, so whoever the
 * authority signs is a node. Blocks.
 */
public final class ClusterCertificates {
  /** An extension without content; 2.25 and a UUID of our own (ITU-T X.667). */
  static final String MARK = "2.25.254801377201467398026143919571190402817";

  /** Nobody renews it by then without a new cluster: longer than a machine lasts. */
  static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3653);

  /** Two years: renewal takes a restart of the node. */
  static final Duration NODE_VALIDITY = Duration.ofDays(731);

  private static final int SERIAL_BITS = 127;
  private static final int ID_BYTES = 4;
  private static final String AUTHORITY = "authority.pem";
  private static final String AUTHORITY_KEY = "authority-key.pem";

  private ClusterCertificates() {}

  /** Whether it is one of a cluster. */
  static boolean isMarked(X509Certificate certificate) {
    return certificate.getExtensionValue(MARK) != null;
  }

  /** SHA-256, in hexadecimal. */
  static String print(X509Certificate certificate) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The node's name as {@link #addNode} was told it. */
  static String nameOf(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName().replaceFirst("^CN=", "");
  }

  /**
   * Makes the authority in {@code directory} unless there is one.
   *
   * @return whether it was made
   * @throws Unavailable when half of one is there
   */
  public static boolean ensureAuthority(Path directory, Instant now) throws IOException {
    boolean hasCertificate = Files.exists(directory.resolve(AUTHORITY));
    boolean hasKey = Files.exists(directory.resolve(AUTHORITY_KEY));
    if (hasCertificate && hasKey) {
      return false;
    }
    if (hasCertificate || hasKey) {
      throw new Unavailable(
          "In %s there is only one of %s and %s; bring back the other or name another folder."
              .formatted(directory, AUTHORITY, AUTHORITY_KEY));
    }
    makeDirectory(directory);
    try {
      KeyPair pair = keyPair();
      byte[] id = new byte[ID_BYTES];
      new SecureRandom().nextBytes(id);
      X500Principal name = principal("Havatar cluster authority " + HexFormat.of().formatHex(id));
      X509Certificate certificate =
          sign(new Request(name, pair.getPublic(), true), name, pair.getPrivate(), now);
      write(directory.resolve(AUTHORITY_KEY), "PRIVATE KEY", pair.getPrivate().getEncoded());
      write(directory.resolve(AUTHORITY), "CERTIFICATE", certificate.getEncoded());
      return true;
    } catch (GeneralSecurityException e) {
      throw new IOException("an authority can't be made: " + e.getMessage(), e);
    }
  }

  /**
   * Makes a node's certificate and key in {@code directory}, with a copy of the authority's
   * certificate: all that the node needs.
   *
   * @param authority the folder of {@link #ensureAuthority}
   * @throws Unavailable when something is there already, or the authority can't be used
   */
  public static void addNode(Path authority, String name, Path directory, Instant now)
      throws IOException {
    List<String> files = List.of("certificate.pem", "key.pem", AUTHORITY);
    for (String file : files) {
      if (Files.exists(directory.resolve(file))) {
        throw new Unavailable(
            "%s exists already and nothing is overwritten; name another folder by --directory."
                .formatted(directory.resolve(file)));
      }
    }
    try {
      X509Certificate issuer = Pem.certificates(authority.resolve(AUTHORITY)).get(0);
      PrivateKey issuerKey = Pem.key(authority.resolve(AUTHORITY_KEY));
      if (!isMarked(issuer) || !Pem.belongTogether(issuerKey, issuer.getPublicKey())) {
        throw new Unavailable(authority + " holds no authority of a cluster; name another folder.");
      }
      Instant end = issuer.getNotAfter().toInstant();
      if (end.isBefore(now.plus(NODE_VALIDITY))) {
        throw new Unavailable(
            "The authority in %s ends at %s, before a node's certificate would; make a new authority in another folder and new certificates for all nodes."
                .formatted(authority, end));
      }
      KeyPair pair = keyPair();
      X509Certificate certificate =
          sign(
              new Request(principal(name), pair.getPublic(), false),
              issuer.getSubjectX500Principal(),
              issuerKey,
              now);
      makeDirectory(directory);
      write(directory.resolve("key.pem"), "PRIVATE KEY", pair.getPrivate().getEncoded());
      write(directory.resolve("certificate.pem"), "CERTIFICATE", certificate.getEncoded());
      write(directory.resolve(AUTHORITY), "CERTIFICATE", issuer.getEncoded());
    } catch (Pem.Unusable e) {
      throw new Unavailable("The authority in %s %s.".formatted(authority, e.why()), e);
    } catch (GeneralSecurityException e) {
      throw new IOException("a certificate can't be made: " + e.getMessage(), e);
    }
  }

  private record Request(X500Principal name, PublicKey key, boolean isAuthority) {}

  private static X500Principal principal(String name) throws GeneralSecurityException {
    try {
      return new X500Principal(new X500NameBuilder().addRDN(BCStyle.CN, name).build().getEncoded());
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static KeyPair keyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static X509Certificate sign(
      Request request, X500Principal issuer, PrivateKey issuerKey, Instant now)
      throws GeneralSecurityException {
    Instant begin = now.minus(SelfSigned.BACKDATED);
    Duration validity = request.isAuthority ? AUTHORITY_VALIDITY : NODE_VALIDITY;
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(0),
            Date.from(begin),
            Date.from(begin.plus(validity)),
            request.name,
            request.key);
    try {
      builder.addExtension(new ASN1ObjectIdentifier(MARK), false, DERNull.INSTANCE);
      if (request.isAuthority) {
        builder
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
      } else {
        builder
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
            .addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(
                    new KeyPurposeId[] {
                      KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                    }));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder(SelfSigned.ALGORITHM).build(issuerKey)));
    } catch (CertIOException | OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static void makeDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory, ownOnly(directory, "rwx------"));
    }
  }

  private static FileAttribute<?>[] ownOnly(Path path, String mode) {
    Set<String> views = path.getFileSystem().supportedFileAttributeViews();
    return views.contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  /** Fails when there is one: what was there may be the only key of a running cluster. */
  private static void write(Path file, String kind, byte[] der) throws IOException {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    try {
      Files.createFile(file, ownOnly(file, "rw-------"));
    } catch (FileAlreadyExistsException e) {
      throw new Unavailable(file + " exists already and nothing is overwritten.", e);
    }
    Files.writeString(
        file,
        "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, base64, kind),
        StandardCharsets.US_ASCII);
  }
}
