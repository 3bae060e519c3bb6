package dev.locklab.options;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

  @Test
  void whatCanBeSeenStaysAsItIs() {
    String text = "w1 é ß 東京 🔒 'a b'\u00a0c <&>";
    assertThat(Printable.line(text)).isSameAs(text);
  }

  @Test
  void controlCharactersAreShownAndNotObeyed() {
    assertThat(Printable.line("\u001b[31mred\u001b]0;title\u0007\r\n\t\u007f"))
        .isEqualTo("\\u001b[31mred\\u001b]0;title\\u0007\\u000d\\u000a\\u0009\\u007f");
  }

  @Test
  void eightBitControlsAreShownAsWell() {
    assertThat(Printable.line("\u009b2J \u0085")).isEqualTo("\\u009b2J \\u0085");
  }

  @Test
  void noMarkTurnsTheDirectionAround() {
    assertThat(Printable.line("a\u202eb\u2066c\u200fd\u2028e\ufefff"))
        .isEqualTo("a\\u202eb\\u2066c\\u200fd\\u2028e\\ufefff");
    assertThat(Printable.line("tag\udb40\udc41 half\ud800"))
        .isEqualTo("tag\\udb40\\udc41 half\\ud800");
  }
}
