package dev.locklab.junit;

import dev.locklab.audit.Grade;
import dev.locklab.audit.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** What can be asserted of a run. The message of a failure is the run's story, and its folder. */
public final class LockRunAssert extends AbstractAssert<LockRunAssert, LockRun> {

  LockRunAssert(@Nullable LockRun run) {
    super(run, LockRunAssert.class);
  }

  /** To be imported statically. */
  public static LockRunAssert assertThat(LockRun run) {
    return new LockRunAssert(run);
  }

  /**
   * The run put the lock to the test, and it did what it promises: graded OK, or INTERESTING where
   * money was lost that its promise does not cover.
   */
  public LockRunAssert keptItsPromise() {
    isNotNull();
    if (!actual.keptItsPromise()) {
      throw told("did not keep its promise");
    }
    return this;
  }

  /** The same, or its scenario shows what no lock could have kept, as it says itself. */
  LockRunAssert keptItsPromiseAsFarAsThatShows() {
    isNotNull();
    return actual.provesNothingAsPredicted() ? this : keptItsPromise();
  }

  /** No update was lost, whatever was promised. */
  public LockRunAssert lostNothing() {
    isNotNull();
    if (actual.result().verdict() != Verdict.CONSISTENT) {
      throw told("should have lost nothing");
    }
    return this;
  }

  /** It was graded so. */
  public LockRunAssert isGraded(Grade grade) {
    isNotNull();
    if (actual.grade() != grade) {
      throw told("should have been graded " + grade);
    }
    return this;
  }

  private AssertionError told(String what) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s %s: %s, %s"
            .formatted(actual, what, actual.grade(), actual.result().findings().gradeReason()));
    lines.add("");
    lines.addAll(actual.story());
    lines.add("");
    lines.add("Kept in " + actual.folder() + ", with its page: " + actual.page().toUri());
    return failure("%s", String.join(System.lineSeparator(), lines));
  }
}
