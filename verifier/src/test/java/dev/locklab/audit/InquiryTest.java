package dev.locklab.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.locklab.account.Outcome;
import dev.locklab.account.Write;
import dev.locklab.run.Json;
import dev.locklab.run.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class InquiryTest {

  /** Version 4 erases 2 and 3; 1 and 5 are in the balance, and nothing is wrong with them. */
  private static final History ERASED =
      History.opening(0)
          .write("w1", 0, +1)
          .write("w2", 1, +20)
          .held(100, 9_000)
          .token(7)
          .write("w1", 2, +300)
          .write("w3", 1, +4_000)
          .held(8_000, 9_500)
          .token(8)
          .write("w1", 4, +5)
          .lease(Duration.ofMillis(5));

  @Test
  void aLostWriteNamesWhoeverErasedItAndTheLeaseThatWasOver() {
    WriteStory story = explain(2);
    Blame blame = Objects.requireNonNull(story.blame());
    assertThat(blame.culprit().version()).isEqualTo(4);
    assertThat(blame.culprit().saw()).isEqualTo(1);
    assertThat(blame.victimLate()).isTrue();
    assertThat(blame.culpritLate()).isFalse();
    assertThat(Objects.requireNonNull(story.parent()).version()).isEqualTo(1);
    assertThat(story.missed()).isZero();
    assertThat(story.late()).isTrue();
  }

  @Test
  void aCulpritKnowsWhatItMissedAndWhatItErased() {
    WriteStory story = explain(4);
    assertThat(story.blame()).isNull();
    assertThat(story.missed()).isEqualTo(2);
    assertThat(story.missedFirst()).extracting(Write::version).containsExactly(2L, 3L);
    assertThat(story.erased()).isEqualTo(2);
  }

  @Test
  void aWriteOfTheOpeningHasNoParent() {
    assertThat(explain(1).parent()).isNull();
    assertThat(explain(5).missed()).isZero();
  }

  @Test
  void whatIsNotThereHasNoStory() {
    assertThat(Inquiry.into(ERASED.evidence()).explain(0)).isNull();
    assertThat(Inquiry.into(ERASED.evidence()).explain(6)).isNull();
  }

  @Test
  void theLostAreListedWithTheirCulprit() {
    List<AnomalousUpdate> lost = list(ERASED, Anomaly.LOST);
    assertThat(versions(lost)).containsExactly(2L, 3L);
    assertThat(lost)
        .allSatisfy(
            one ->
                assertThat(Objects.requireNonNull(one.blame()).culprit().version()).isEqualTo(4));
  }

  @Test
  void staleOnesAreListedWhetherTheyAreLostOrNot() {
    History history =
        History.opening(0)
            .write("w1", 0, +1)
            .write("w2", 0, +2) // stale, and lost
            .write("w3", 1, +3) // stale, and in the balance
            .write("w1", 3, +4);
    assertThat(versions(list(history, Anomaly.STALE))).containsExactly(2L, 3L);
  }

  @Test
  void everyKindIsListed() {
    History history =
        History.opening(0)
            .write("w1", 0, +1)
            .again(1)
            .write("w2", 2, +1, Outcome.BUSY)
            .write("w2", 3, +1, Outcome.UNKNOWN)
            .phantom("w1", 4, +1, 99)
            .somebodyElseAdds(1)
            .write("w2", 5, +1)
            .held(100, 300)
            .token(5)
            .write("w1", 6, +1)
            .held(200, 400)
            .token(4)
            .report("w1", +9, Outcome.APPLIED);
    assertThat(versions(list(history, Anomaly.DUPLICATE))).containsExactly(2L);
    assertThat(versions(list(history, Anomaly.CONTRADICTED))).containsExactly(3L);
    assertThat(versions(list(history, Anomaly.RESOLVED))).containsExactly(4L);
    assertThat(versions(list(history, Anomaly.PHANTOM))).containsExactly(5L);
    assertThat(versions(list(history, Anomaly.FOREIGN))).containsExactly(6L);
    assertThat(versions(list(history, Anomaly.OVERLAPPING))).containsExactly(7L);
    assertThat(versions(list(history, Anomaly.TOKEN))).containsExactly(7L);
    assertThat(list(history, Anomaly.MISSING))
        .containsExactly(new AnomalousUpdate(Anomaly.MISSING, "w1", 0, 2, null, null));
  }

  /** To go through all of them would take minutes. */
  @Test
  @Timeout(value = 5, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aRangeWithoutEndIsCountedAndNotWalked() throws JsonProcessingException {
    Evidence written = History.opening(0).write("w1", 0, +1).evidence();
    Tally endless =
        Json.MAPPER.readValue(
            """
            {"worker":"w1","thread":0,"applied":{"seqs":"0-2147483646","sum":0}}
            """,
            Tally.class);
    Evidence evidence =
        new Evidence(written.spec(), written.ending(), written.journal(), List.of(endless));
    List<AnomalousUpdate> shown = new ArrayList<>();
    assertThat(Inquiry.into(evidence).list(Anomaly.MISSING, 2, shown::add))
        .isEqualTo(2_147_483_646L);
    assertThat(shown).extracting(AnomalousUpdate::seq).containsExactly(1L, 2L);
  }

  private static WriteStory explain(long version) {
    return Objects.requireNonNull(Inquiry.into(ERASED.evidence()).explain(version));
  }

  private static List<AnomalousUpdate> list(History history, Anomaly kind) {
    List<AnomalousUpdate> all = new ArrayList<>();
    long count = Inquiry.into(history.evidence()).list(kind, all::add);
    assertThat(count).isEqualTo(all.size());
    return all;
  }

  private static List<Long> versions(List<AnomalousUpdate> exhibits) {
    return exhibits.stream().map(one -> Objects.requireNonNull(one.write()).version()).toList();
  }
}
