package dev.mocha.logclient;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads schemas from files {@code TYPE/REVISION.json}. */
final class SchemaFiles {

  private static final String LIST = "released.sha256";
  private static final Pattern FILE = Pattern.compile("([^/]+)/([^/]+)\\.json");
  private static final Pattern LISTED = Pattern.compile("([0-9a-f]{64}) [ *](.+)");

  private SchemaFiles() {}

  static Map<SchemaId, String> inFolder(Path folder) {
    var texts = new TreeMap<SchemaId, String>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        if (!name.equals(LIST)) {
          texts.put(idOf(name), Files.readString(file));
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read the schemas in " + folder, failed);
    }
    return texts;
  }

  static Map<SchemaId, String> onClassPath(ClassLoader classPath, String folder) {
    var texts = new TreeMap<SchemaId, String>();
    String list = new String(read(classPath, folder + "/" + LIST), StandardCharsets.UTF_8);
    for (String line : (Iterable<String>) list.lines()::iterator) {
      Matcher listed = LISTED.matcher(line);
      if (!listed.matches()) {
        throw new IllegalArgumentException(LIST + ": not a line of sha256sum: " + line);
      }
      byte[] text = read(classPath, folder + "/" + listed.group(2));
      if (!sha256(text).equals(listed.group(1))) {
        throw new IllegalArgumentException(
            "%s differs from its checksum in %s; a released schema never changes"
                .formatted(listed.group(2), LIST));
      }
      texts.put(idOf(listed.group(2)), new String(text, StandardCharsets.UTF_8));
    }
    return texts;
  }

  private static SchemaId idOf(String file) {
    Matcher name = FILE.matcher(file);
    if (!name.matches()) {
      throw new IllegalArgumentException(
          "the schema file " + file + " is not named TYPE/REVISION.json");
    }
    return new SchemaId(name.group(1), name.group(2));
  }

  private static byte[] read(ClassLoader classPath, String file) {
    try (InputStream in = classPath.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("not on the class path: " + file);
      }
      return in.readAllBytes();
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + file, failed);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
