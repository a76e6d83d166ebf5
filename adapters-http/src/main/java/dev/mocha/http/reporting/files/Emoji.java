package dev.mocha.http.reporting.files;

import com.lowagie.text.Image;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pictures of emoji in one document. Their font is read when there are some. */
final class Emoji {

  private final Map<Integer, Optional<Image>> images = new HashMap<>();
  private @Nullable EmojiFont font;

  /** The picture of a code point; empty where there is none. */
  Optional<Image> of(int codePoint) {
    return Character.isEmoji(codePoint)
        ? images.computeIfAbsent(codePoint, it -> font().find(it))
        : Optional.empty();
  }

  private EmojiFont font() {
    if (font == null) {
      font = EmojiFont.read();
    }
    return font;
  }
}
