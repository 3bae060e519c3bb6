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
  private @Nullable Write early;
  private long entries;
  private boolean onlyTheOpeningDiffers = true;

  Chain(Evidence evidence, Samples samples) {
    this.opening = evidence.spec().workload().opening();
    this.ending = evidence.ending();
    this.lineages = new Lineages(opening, evidence.journal());
    this.foreign = samples.of(Anomaly.FOREIGN);
  }

  /**
   * Takes the next write.
   *
   * @return whether the journal can still be followed
   */
  boolean follow(Write write) {
    entries++;
    if (broken != null) {
      return false;
    }
    long next = lineages.size() + 1L;
    if (write.version() != next) {
      broken =
          lineages.size() == 0
              ? "the journal is broken: it begins with version " + write.version()
              : "the journal is broken: version %s follows version %s"
                  .formatted(write.version(), lineages.size());
    } else if (write.saw() < 0 || write.saw() >= write.version()) {
      broken =
          "the journal is broken: version %s says it saw version %s, which was not there yet"
              .formatted(write.version(), write.saw());
      early = write.saw() >= write.version() ? write : null;
    }
    return broken == null;
  }

  @Override
  public void write(Write write, WriterThreads.Writer writer) {
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

  /** How many entries the journal has, followed or not. */
  long entries() {
    return entries;
  }

  /**
   * Whether entries were taken out of it: the version counter tells of more, and none is left, or
   * those that are left follow others.
   */
  boolean isCut() {
    Long version = ending.version();
    return version != null && version > entries && (entries == 0 || early != null);
  }

  /** Whether the journal has more writes than the version counter counted. */
  boolean isBeyondCounter() {
    Long version = ending.version();
    return version != null && version < entries;
  }

  /**
   * The write of somebody who had read before the account began again, and wrote after that; null
   * if there is none. It leads back to writes that are nowhere any more.
   */
  @Nullable Write fromBefore() {
    Long version = ending.version();
    return version == null || version == entries ? early : null;
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
              "somebody else changed the balance: %s read %s where version %s had written %s (%s, %s)"
                  .formatted(
                      TallyReconciliation.name(first),
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
    if (found != null && found != last) {
      findings.add(
          new Finding(
              Verdict.UNEXPLAINED,
              "somebody else changed the balance: the last write left %s, and %s was found"
                  .formatted(Amounts.plain(last), Amounts.plain(found))));
    }
    Long version = ending.version();
    if (version != null && version > entries) {
      findings.add(
          new Finding(
              Verdict.UNEXPLAINED,
              "the journal is broken: it has %s, and the version counter says %s"
                  .formatted(Amounts.count(entries, "entry"), version)));
    }
    return findings;
  }

  /**
   * Who is to blame for more entries than were counted. Nothing else can be said then: versions are
   * out of step with what the writers saw.
   *
   * @param strange entries that no worker can have made, or made before
   */
  Finding beyondCounter(long strange) {
    long version = ending.version() == null ? 0 : ending.version();
    String have =
        "it has %s, and the counter says %s".formatted(Amounts.count(entries, "entry"), version);
    return new Finding(
        Verdict.UNEXPLAINED,
        entries - version == strange
            ? "somebody else appended %s to the journal: %s"
                .formatted(Amounts.count(strange, "entry"), have)
            : "somebody else set the version counter back or deleted it, beside the journal: "
                + have);
  }
}
