package dev.locklab.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.args.Rawable;

class JournalEntryTest {

  private static final Write UNGUARDED =
      new Write(7, 5, +100, 350, "w1", 2, 41, null, null, 11, 12);
  private static final Write GUARDED =
      new Write(
          1, 0, Long.MIN_VALUE, Long.MAX_VALUE, "wörker 1", 0, Integer.MAX_VALUE, 33L, 9L, 10, 11);

  @Test
  void aWriteReadsBackAsItWas() {
    assertThat(JournalEntry.parse(7, fieldsOf(UNGUARDED))).isEqualTo(UNGUARDED);
    assertThat(JournalEntry.parse(1, fieldsOf(GUARDED))).isEqualTo(GUARDED);
  }

  @Test
  void aMinusIsNotAnAbsentNumber() {
    Write write = new Write(1, 0, -1, -1, "-", 0, 0, -1L, null, 1, 1);
    assertThat(JournalEntry.parse(1, fieldsOf(write))).isEqualTo(write);
  }

  @Test
  void theVersionIsThePlaceInTheStream() {
    assertThat(JournalEntry.parse(8, fieldsOf(UNGUARDED)).version()).isEqualTo(8);
    assertThat(words(JournalEntry.append(bytes("the-journal"), UNGUARDED)))
        .startsWith("XADD", "the-journal", "*")
        .doesNotContain("7");
  }

  @Test
  void saysWhatIsNotAnEntryOfTheLabs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JournalEntry.parse(3, List.of(bytes("hello"), bytes("world"))))
        .withMessage("journal entry 3 is not one of the lab's");
    List<byte[]> fields = new ArrayList<>(fieldsOf(UNGUARDED));
    fields.set(3, bytes("much"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JournalEntry.parse(3, fields))
        .withMessageContaining("journal entry 3 is not one of the lab's")
        .withMessageContaining("much");
  }

  @Test
  void threadsAndSequenceNumbersAreSuchAsAWorkerCanHave() {
    for (Write odd :
        List.of(
            new Write(1, 0, 1, 1, "w1", 0, -1, null, null, 1, 1),
            new Write(1, 0, 1, 1, "w1", 0, Long.MAX_VALUE, null, null, 1, 1),
            new Write(1, 0, 1, 1, "w1", -1, 0, null, null, 1, 1),
            new Write(1, 0, 1, 1, "w1", Integer.MAX_VALUE, 0, null, null, 1, 1))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> JournalEntry.parse(1, fieldsOf(odd)))
          .withMessageContaining("its thread or sequence number is out of range");
    }
  }

  /** The names and values of an entry, as XRANGE returns them. */
  private static List<byte[]> fieldsOf(Write write) {
    List<byte[]> fields = new ArrayList<>();
    JournalEntry.append(bytes("journal"), write).forEach(word -> fields.add(word.getRaw()));
    return fields.subList(3, fields.size());
  }

  private static List<String> words(Iterable<Rawable> command) {
    List<String> words = new ArrayList<>();
    command.forEach(word -> words.add(new String(word.getRaw(), StandardCharsets.UTF_8)));
    return words;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
