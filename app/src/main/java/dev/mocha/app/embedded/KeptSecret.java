package dev.mocha.app.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;

/** A secret in a file that only its owner reads. */
final class KeptSecret {

  private static final int BYTES = 24;

  private KeptSecret() {}

  /** A random secret of 48 hexadecimal digits, made where there is none yet. */
  static String in(Path file) throws IOException {
    return in(
        file,
        () -> {
          byte[] random = new byte[BYTES];
          new SecureRandom().nextBytes(random);
          return HexFormat.of().formatHex(random);
        });
  }

  /** The secret, made where there is none yet. */
  static String in(Path file, Supplier<String> made) throws IOException {
    if (!Files.exists(file)) {
      Path written = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(written);
      Files.createFile(
          written,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(written, made.get());
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).strip();
  }
}
