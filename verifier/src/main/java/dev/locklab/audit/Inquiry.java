package dev.locklab.audit;

import dev.locklab.account.Write;
import dev.locklab.run.RunSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Looks into a run more closely than its findings do: one write's story, or all of a kind. */
public final class Inquiry {

  private final Evidence evidence;
  private final RunSpec spec;
  private final Blaming blaming;

  private Inquiry(Evidence evidence) {
    this.evidence = evidence;
    this.spec = evidence.spec();
    this.blaming = new Blaming(spec, evidence.tallies());
  }

  /** Into that run. */
  public static Inquiry into(Evidence evidence) {
    return new Inquiry(evidence);
  }

  /**
   * The story of one write.
   *
   * @return null if the journal has no such version, or cannot be followed that far
   */
  public @Nullable WriteStory explain(long version) {
    Lineages lineages = JournalPass.over(evidence, new Samples()).chain.lineages();
    if (version < 1 || version > lineages.size()) {
      return null;
    }
    Write write = at(version);
    Write parent = write.saw() == 0 ? null : at(write.saw());
    List<Write> missed =
        evidence
            .journal()
            .at(
                versions(
                    LongStream.range(
                        write.saw() + 1, Math.min(version, write.saw() + 1 + Overwrite.SHOWN))));
    boolean survives = lineages.survives(version);
    long erased =
        survives
            ? LongStream.range(write.saw() + 1, version)
                .filter(between -> !lineages.survives(between))
                .count()
            : 0;
    Blame blame = survives ? null : blaming.blame(write, at(lineages.culpritOf(version)));
    return new WriteStory(
        write,
        parent,
        version - write.saw() - 1,
        missed,
        erased,
        blame,
        blaming.clock(write),
        spec.heldFor(),
        Leases.outlived(spec, write));
  }

  /**
   * Goes through everything of a kind, in the order of the versions; what the journal does not have
   * in the order of threads and sequence numbers.
   *
   * @return how many there are
   */
  public long list(Anomaly kind, Consumer<AnomalousUpdate> each) {
    return list(kind, Long.MAX_VALUE, each);
  }

  /**
   * The same for one who wants the first few only; those after them may be counted without being
   * gone through.
   *
   * @param wanted how many at least are gone through, if there are so many
   */
  public long list(Anomaly kind, long wanted, Consumer<AnomalousUpdate> each) {
    long[] count = {0};
    Consumer<AnomalousUpdate> counted =
        anomalous -> {
          count[0]++;
          each.accept(anomalous);
        };
    boolean needsLineage = kind == Anomaly.LOST || kind == Anomaly.STALE;
    JournalPass pass =
        JournalPass.over(
            evidence,
            new Samples(
                needsLineage ? null : kind, write -> counted.accept(anomalous(kind, write, null))));
    if (kind == Anomaly.MISSING) {
      return pass.reconciliation.forEachMissing(
          (writer, seq) -> {
            counted.accept(
                new AnomalousUpdate(kind, writer.worker, writer.thread, seq, null, null));
            return count[0] < wanted;
          });
    } else if (needsLineage) {
      list(kind, pass.chain.lineages(), counted);
    }
    return count[0];
  }

  /** Lost ones wait for the write that erased them, which comes later in the journal. */
  private void list(Anomaly kind, Lineages lineages, Consumer<AnomalousUpdate> each) {
    Deque<Write> waiting = new ArrayDeque<>();
    for (Write write : evidence.journal()) {
      if (write.version() > lineages.size()) {
        break;
      }
      boolean survives = lineages.survives(write.version());
      if (survives) {
        for (Write victim = waiting.poll(); victim != null; victim = waiting.poll()) {
          each.accept(anomalous(kind, victim, blaming.blame(victim, write)));
        }
      }
      if (kind == Anomaly.LOST ? !survives : write.isStale()) {
        if (survives) {
          each.accept(anomalous(kind, write, null));
        } else {
          waiting.add(write);
        }
      }
    }
  }

  private static AnomalousUpdate anomalous(Anomaly kind, Write write, @Nullable Blame blame) {
    return new AnomalousUpdate(kind, write.worker(), write.thread(), write.seq(), write, blame);
  }

  private Write at(long version) {
    List<Write> found = new ArrayList<>(evidence.journal().at(versions(LongStream.of(version))));
    if (found.isEmpty()) {
      throw new IllegalStateException("version " + version + " has left the journal");
    }
    return found.get(0);
  }

  private static NavigableSet<Long> versions(LongStream versions) {
    NavigableSet<Long> set = new TreeSet<>();
    versions.forEach(set::add);
    return set;
  }
}
