package dev.locklab.interleaving;

import dev.locklab.account.Outcome;
import dev.locklab.account.Write;
import dev.locklab.audit.Amounts;
import dev.locklab.audit.Evidence;
import dev.locklab.audit.Grade;
import dev.locklab.audit.Judged;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the rounds of a run came to, in which all threads began one update each together.
 *
 * <p>The rounds share one account, and a round's outcome is by how much the balance changed in it:
 * no round begins before everybody has done with the one before.
 *
 * @param run the run and the findings
 * @param rounds how many rounds there were
 * @param rows the outcomes, by amount
 * @param reachable how many amounts there can be where nothing keeps the updates apart; absent if
 *     they are too many to work out
 */
public record Outcomes(Judged run, long rounds, List<Row> rows, @Nullable Integer reachable) {

  /** Amounts that did not occur are listed up to that many. */
  private static final int MOST_UNSEEN = 12;

  private static final int MOST_NAMES = 3;

  /** What is to be thought of an outcome. */
  public enum Expectation {
    /** Nothing was lost. */
    ACCEPTABLE,
    /** Updates were lost, and nothing else had been promised. */
    INTERESTING,
    /** Updates were lost although that had been promised not to be. */
    FORBIDDEN
  }

  /**
   * An outcome.
   *
   * @param sum by how much the balance changed
   * @param count in how many rounds
   * @param expectation what is to be thought of it
   * @param how how it came about, in words
   */
  public record Row(long sum, long count, Expectation expectation, String how) {}

  private record Key(long sum, boolean lost, boolean missing) {}

  /** Counts the outcomes of a run in rounds. */
  public static Outcomes of(Evidence evidence, Judged judged) {
    return new Counting(evidence, judged).count();
  }

  /** One pass over a journal. */
  private static final class Counting {

    private final Evidence evidence;
    private final RunSpec spec;
    private final Judged judged;
    private final Map<Key, Map<String, Long>> ways = new HashMap<>();
    private final List<String> threads = new ArrayList<>();
    private final List<Long> deltas = new ArrayList<>();
    private final Map<String, Tally> tallies = new HashMap<>();

    Counting(Evidence evidence, Judged judged) {
      this.evidence = evidence;
      this.spec = evidence.spec();
      this.judged = judged;
      for (int worker = 0; worker < spec.team().size(); worker++) {
        for (int thread = 0; thread < spec.workload().threads(); thread++) {
          threads.add(name(spec.team().get(worker), thread));
          deltas.add(spec.workload().delta(worker, thread, 0));
        }
      }
      for (Tally tally : evidence.tallies()) {
        tallies.put(name(tally.worker(), tally.thread()), tally);
      }
    }

    Outcomes count() {
      long before = spec.workload().opening();
      long written = 0;
      List<Write> round = new ArrayList<>();
      for (Write write : evidence.journal()) {
        if (!round.isEmpty() && round.get(0).seq() != write.seq()) {
          close(round, before);
          written++;
          before = round.get(round.size() - 1).value();
          round.clear();
        }
        round.add(write);
      }
      if (!round.isEmpty()) {
        close(round, before);
        written++;
      }
      long rounds = Math.max(written, begun());
      if (rounds > written) {
        ways.computeIfAbsent(new Key(0, false, true), first -> new LinkedHashMap<>())
            .merge("nobody was applied", rounds - written, Long::sum);
      }
      SortedSet<Long> reachable = Reachable.sums(deltas);
      List<Row> rows = new ArrayList<>();
      ways.forEach((key, how) -> rows.add(row(key, how)));
      rows.addAll(unseen(reachable));
      rows.sort(Comparator.comparingLong(Row::sum).thenComparing(Row::expectation));
      return new Outcomes(
          judged, rounds, List.copyOf(rows), reachable == null ? null : reachable.size());
    }

    /** Rounds that somebody has come to the end of. */
    private long begun() {
      long most = 0;
      for (Tally tally : evidence.tallies()) {
        long ended = 0;
        for (Outcome outcome : Outcome.values()) {
          // Who was told to stop between two rounds has had no part in the next one.
          ended += outcome == Outcome.FAILED ? 0 : tally.of(outcome).count();
        }
        most = Math.max(most, ended);
      }
      return most;
    }

    private void close(List<Write> round, long before) {
      Set<Long> surviving = new HashSet<>();
      Map<Long, Write> byVersion = new HashMap<>();
      round.forEach(write -> byVersion.put(write.version(), write));
      Write last = round.get(round.size() - 1);
      for (Write write = last; write != null; write = byVersion.get(write.saw())) {
        surviving.add(write.version());
      }
      List<Write> lost =
          round.stream().filter(write -> !surviving.contains(write.version())).toList();
      Key key = new Key(last.value() - before, !lost.isEmpty(), round.size() < threads.size());
      String way = lost.isEmpty() ? inTurn(round) : overwritten(round, lost, surviving);
      ways.computeIfAbsent(key, first -> new LinkedHashMap<>()).merge(way, 1L, Long::sum);
    }

    private String overwritten(List<Write> round, List<Write> lost, Set<Long> surviving) {
      Map<String, List<String>> byCulprit = new TreeMap<>();
      for (Write victim : lost.stream().sorted(Comparator.comparing(this::name)).toList()) {
        for (Write write : round) {
          if (write.version() > victim.version() && surviving.contains(write.version())) {
            byCulprit
                .computeIfAbsent(name(write), first -> new ArrayList<>())
                .add(name(victim) + "'s " + Amounts.signed(victim.delta()));
            break;
          }
        }
      }
      return byCulprit.entrySet().stream()
          .map(entry -> entry.getKey() + " wrote over " + some(entry.getValue()) + ", unread")
          .collect(Collectors.joining("; "));
    }

    private String inTurn(List<Write> round) {
      List<String> writers = round.stream().map(this::name).toList();
      if (round.size() == threads.size()) {
        return threads.size() == 2
            ? writers.get(0) + " first, then " + writers.get(1)
            : "one after the other";
      }
      long seq = round.get(0).seq();
      Map<Outcome, List<String>> others = new TreeMap<>();
      for (String thread : threads) {
        if (!writers.contains(thread)) {
          others.computeIfAbsent(outcome(thread, seq), first -> new ArrayList<>()).add(thread);
        }
      }
      List<String> words = new ArrayList<>();
      others.forEach((outcome, who) -> words.add(some(who) + ": " + words(outcome)));
      return some(writers) + " applied; " + String.join("; ", words);
    }

    private Outcome outcome(String thread, long seq) {
      Tally tally = tallies.get(thread);
      for (Outcome outcome : Outcome.values()) {
        if (tally != null && tally.of(outcome).seqs().contains(seq)) {
          return outcome;
        }
      }
      return Outcome.UNKNOWN;
    }

    private static String words(Outcome outcome) {
      return switch (outcome) {
        case BUSY -> "told that the lock is taken";
        case REFUSED -> "refused by the store";
        case FAILED -> "not applied";
        case APPLIED, UNKNOWN -> "nobody knows";
      };
    }

    private Row row(Key key, Map<String, Long> how) {
      long count = how.values().stream().mapToLong(Long::longValue).sum();
      return new Row(key.sum(), count, expectation(key.lost()), say(how, count));
    }

    private Expectation expectation(boolean lost) {
      if (!lost) {
        return Expectation.ACCEPTABLE;
      }
      boolean excused = judged.findings().grade() == Grade.INTERESTING;
      return spec.promise() == Promise.NONE || excused
          ? Expectation.INTERESTING
          : Expectation.FORBIDDEN;
    }

    /** The ways that were most frequent; how often each, where there is more than one. */
    private String say(Map<String, Long> how, long count) {
      if (how.size() == 1) {
        return how.keySet().iterator().next();
      }
      List<Map.Entry<String, Long>> frequent =
          how.entrySet().stream()
              .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
              .limit(threads.size() == 2 ? 2 : 1)
              .toList();
      long shown = frequent.stream().mapToLong(Map.Entry::getValue).sum();
      String words =
          frequent.stream()
              .map(entry -> entry.getKey() + " (" + Amounts.plain(entry.getValue()) + ")")
              .collect(Collectors.joining(", "));
      return shown == count ? words : words + ", other ways (" + Amounts.plain(count - shown) + ")";
    }

    /** What could have come out where updates are lost, and did not. */
    private List<Row> unseen(@Nullable SortedSet<Long> reachable) {
      if (reachable == null) {
        return List.of();
      }
      long whole = deltas.stream().mapToLong(Long::longValue).sum();
      SortedSet<Long> unseen = new TreeSet<>(reachable);
      ways.keySet().stream().filter(Key::lost).forEach(key -> unseen.remove(key.sum()));
      unseen.remove(whole);
      List<Row> rows = new ArrayList<>();
      if (unseen.size() <= MOST_UNSEEN) {
        for (long sum : unseen) {
          rows.add(
              new Row(sum, 0, expectation(true), "an update would be lost; it did not happen"));
        }
      }
      boolean right = ways.keySet().stream().anyMatch(key -> key.sum() == whole && !key.lost());
      if (!right) {
        rows.add(
            new Row(whole, 0, Expectation.ACCEPTABLE, "all of them, in turn; it did not happen"));
      }
      return rows;
    }

    private static String some(List<String> names) {
      return names.size() <= MOST_NAMES
          ? String.join(" and ", names)
          : names.get(0) + " and " + Amounts.plain(names.size() - 1L) + " more";
    }

    private String name(Write write) {
      return name(write.worker(), write.thread());
    }

    private String name(String worker, int thread) {
      return spec.workload().threads() == 1 ? worker : worker + "#" + thread;
    }
  }
}
