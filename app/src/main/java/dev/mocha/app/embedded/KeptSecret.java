package dev.mocha.app.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;

/** A secret in a file that only its owner can read. */
final class KeptSecret {

  private static final int BYTES = 24;

  private KeptSecret() {}

  /** Reads the secret, or creates a random one of 48 hexadecimal digits. */
  static String in(Path file) throws IOException {
    return in(
        file,
        () -> {
          byte[] random = new byte[BYTES];
          new SecureRandom().nextBytes(random);
          return HexFormat.of().formatHex(random);
        });
  }

  static String in(Path file, Supplier<String> create) throws IOException {
    if (!Files.exists(file)) {
      Path next = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(next);
      Files.createFile(
          next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(next, create.get());
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).strip();
  }
}
