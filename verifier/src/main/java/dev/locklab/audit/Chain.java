package dev.locklab.audit;

import dev.locklab.account.Write;
import dev.locklab.run.Ending;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the journal hangs together: versions follow each other, nobody saw the future, everybody
 * read what the write he saw had written, and the store ends where the journal does.
 */
final class Chain implements Rule {

  private final Lineages lineages;
  private final Ending ending;
  private final long opening;
  private final Sample foreign;
  private @Nullable String broken;
  private boolean onlyTheOpeningDiffers = true;

  Chain(long opening, Ending ending, Samples samples) {
    this.opening = opening;
    this.ending = ending;
    this.lineages = new Lineages(opening);
    this.foreign = samples.of(Kind.FOREIGN);
  }

  /**
   * Takes the next write.
   *
   * @return whether the journal can still be followed
   */
  boolean follow(Write write) {
    if (write.version() != lineages.size() + 1L) {
      broken =
          "the journal is broken: version %d follows version %d"
              .formatted(write.version(), lineages.size());
    } else if (write.saw() < 0 || write.saw() >= write.version()) {
      broken =
          "the journal is broken: version %d says it saw version %d, which was not there yet"
              .formatted(write.version(), write.saw());
    }
    return broken == null;
  }

  @Override
  public void write(Write write, Hands.Hand hand) {
    if (!lineages.add(write)) {
      foreign.add(write);
      onlyTheOpeningDiffers &= write.saw() == 0 && write.read() == 0;
    }
  }

  Lineages lineages() {
    return lineages;
  }

  /** Whether the journal could be followed to its end. */
  boolean isWhole() {
    return broken == null;
  }

  /** Whether the version counter tells of writes, and the journal of none. */
  boolean isGone() {
    Long version = ending.version();
    return isWhole() && lineages.size() == 0 && version != null && version > 0;
  }

  /** Whether all that does not fit is an account that began again without its opening. */
  boolean beganAgain() {
    return opening != 0 && !foreign.isEmpty() && onlyTheOpeningDiffers;
  }

  @Override
  public List<Finding> findings() {
    if (broken != null) {
      return List.of(new Finding(Verdict.UNEXPLAINED, broken));
    }
    List<Finding> findings = new ArrayList<>();
    Write first = foreign.first();
    if (first != null) {
      findings.add(
          new Finding(
              Verdict.UNEXPLAINED,
              "somebody else changed the balance: %s read %s where version %d had written %s (%s, %s)"
                  .formatted(
                      Attendance.name(first),
                      Amounts.plain(first.read()),
                      first.saw(),
                      Amounts.plain(lineages.valueAt((int) first.saw())),
                      Amounts.count(foreign.count(), "time"),
                      foreign.where())));
    }
    findings.addAll(atTheEnd());
    return findings;
  }

  /** What the store has at the end, against the last write. */
  List<Finding> atTheEnd() {
    List<Finding> findings = new ArrayList<>();
    Long found = ending.balance();
    long last = lineages.valueAt(lineages.size());
    if (found == null) {
      findings.add(Sums.UNREADABLE);
    } else if (found != last) {
      findings.add(
          new Finding(
              Verdict.UNEXPLAINED,
              "somebody else changed the balance: the last write left %s, and %s was found"
                  .formatted(Amounts.plain(last), Amounts.plain(found))));
    }
    Long version = ending.version();
    if (version != null && version != lineages.size()) {
      findings.add(
          new Finding(
              Verdict.UNEXPLAINED,
              "the journal is broken: it has %s, and the version counter says %d"
                  .formatted(Amounts.count(lineages.size(), "entry"), version)));
    }
    return findings;
  }
}
