package org.havatar.launch;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.util.Enumeration;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * Begins both programs: says in one sentence which Java is needed when this one is too old, instead
 * of the JVM's words about class file versions. Compiled for Java 8, so that old ones can run it;
 * it names no class of the programs, but finds them by the attributes of their jar's manifest.
 */
public final class Launcher {
  /** The class whose {@code main} is the program. */
  private static final String PROGRAM = "Program-Class";

  /** The Java that it was compiled for. */
  private static final String NEEDED = "Program-Java";

  /** Asked wrongly, as both programs count. */
  private static final int WRONG = 2;

  private Launcher() {}

  public static void main(String[] arguments) throws Throwable {
    Attributes program = program();
    int needed = Integer.parseInt(program.getValue(NEEDED));
    String refusal =
        refusal(
            needed,
            System.getProperty("java.specification.version"),
            System.getProperty("java.home"),
            System.getProperty("java.class.path"));
    if (refusal != null) {
      System.err.println(refusal);
      System.exit(WRONG);
    }
    Method main =
        Class.forName(program.getValue(PROGRAM)).getDeclaredMethod("main", String[].class);
    main.setAccessible(true); // the class itself may be hidden from others
    try {
      main.invoke(null, (Object) arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Null: this Java will do. */
  static String refusal(int needed, String version, String home, String jar) {
    String number = version.startsWith("1.") ? version.substring(2) : version;
    if (Integer.parseInt(number) >= needed) {
      return null;
    }
    return "This program needs Java "
        + needed
        + " or newer, but this is Java "
        + number
        + " ("
        + home
        + "): install a newer one and run its bin/java -jar "
        + jar
        + ".";
  }

  private static Attributes program() throws IOException {
    Enumeration<URL> all = Launcher.class.getClassLoader().getResources("META-INF/MANIFEST.MF");
    while (all.hasMoreElements()) {
      try (InputStream in = all.nextElement().openStream()) {
        Attributes found = new Manifest(in).getMainAttributes();
        if (found.getValue(PROGRAM) != null) {
          return found;
        }
      }
    }
    throw new IOException("no jar here names its " + PROGRAM);
  }
}
