package dev.mocha.http.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class Crc32Test {

  @Test
  void combining_two_parts_gives_the_crc_of_the_whole() {
    var random = new Random(32);
    for (int round = 0; round < 2_000; round++) {
      byte[] whole = new byte[random.nextInt(round < 100 ? 8 : 100_000)];
      random.nextBytes(whole);
      int split = random.nextInt(whole.length + 1);

      int combined =
          Crc32.combined(
              Crc32.of(Arrays.copyOf(whole, split)),
              Crc32.of(Arrays.copyOfRange(whole, split, whole.length)),
              whole.length - split);

      var expected = new CRC32();
      expected.update(whole);
      assertThat(combined).as("%d of %d", split, whole.length).isEqualTo((int) expected.getValue());
    }
  }
}
