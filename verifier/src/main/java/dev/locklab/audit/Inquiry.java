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

  private Inquiry(Evidence evidence) {
    this.evidence = evidence;
    this.spec = evidence.spec();
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
    Lineages lineages = Walk.over(evidence, new Samples()).chain.lineages();
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
                        write.saw() + 1, Math.min(version, write.saw() + 1 + Erasure.SHOWN))));
    boolean survives = lineages.survives(version);
    long erased =
        survives
            ? LongStream.range(write.saw() + 1, version)
                .filter(between -> !lineages.survives(between))
                .count()
            : 0;
    Blame blame = survives ? null : blame(write, at(lineages.culpritOf(version)));
    return new WriteStory(
        write,
        parent,
        version - write.saw() - 1,
        missed,
        erased,
        blame,
        spec.heldFor(),
        Leases.outlived(spec, write));
  }

  /**
   * Goes through everything of a kind, in the order of the versions; what the journal does not have
   * in the order of threads and sequence numbers.
   *
   * @return how many there are
   */
  public long list(Kind kind, Consumer<Exhibit> each) {
    long[] count = {0};
    Consumer<Exhibit> counted =
        exhibit -> {
          count[0]++;
          each.accept(exhibit);
        };
    boolean needsLineage = kind == Kind.LOST || kind == Kind.STALE;
    Walk walk =
        Walk.over(
            evidence,
            new Samples(
                needsLineage ? null : kind, write -> counted.accept(exhibit(kind, write, null))));
    if (kind == Kind.MISSING) {
      walk.attendance.forEachMissing(
          (hand, seq) ->
              counted.accept(new Exhibit(kind, hand.worker, hand.thread, seq, null, null)));
    } else if (needsLineage) {
      list(kind, walk.chain.lineages(), counted);
    }
    return count[0];
  }

  /** Lost ones wait for the write that erased them, which comes later in the journal. */
  private void list(Kind kind, Lineages lineages, Consumer<Exhibit> each) {
    Deque<Write> waiting = new ArrayDeque<>();
    for (Write write : evidence.journal()) {
      if (write.version() > lineages.size()) {
        break;
      }
      boolean survives = lineages.survives(write.version());
      if (survives) {
        for (Write victim = waiting.poll(); victim != null; victim = waiting.poll()) {
          each.accept(exhibit(kind, victim, blame(victim, write)));
        }
      }
      if (kind == Kind.LOST ? !survives : write.isStale()) {
        if (survives) {
          each.accept(exhibit(kind, write, null));
        } else {
          waiting.add(write);
        }
      }
    }
  }

  private static Exhibit exhibit(Kind kind, Write write, @Nullable Blame blame) {
    return new Exhibit(kind, write.worker(), write.thread(), write.seq(), write, blame);
  }

  private Blame blame(Write victim, Write culprit) {
    return new Blame(
        culprit, spec.heldFor(), Leases.outlived(spec, victim), Leases.outlived(spec, culprit));
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
