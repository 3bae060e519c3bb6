package dev.locklab.audit;

import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who owes a tally: every thread of the run whose worker did not die.
 *
 * @param owing threads that owe one and handed in none, where they are known by name
 * @param nameless how many more there must be, where the settings do not name the team
 * @param dead threads whose worker died before it could hand in a tally
 */
record TallyRoll(List<Member> owing, long nameless, List<Member> dead) {

  /** A thread of a worker. */
  record Member(String worker, int thread) {
    @Override
    public String toString() {
      return worker + "#" + thread;
    }
  }

  static TallyRoll of(Evidence evidence, WriterThreads writers) {
    RunSpec spec = evidence.spec();
    Set<Member> present = new HashSet<>();
    for (Tally tally : evidence.tallies()) {
      present.add(new Member(tally.worker(), tally.thread()));
    }
    List<Member> owing = new ArrayList<>();
    List<Member> dead = new ArrayList<>();
    Set<String> died = new HashSet<>(evidence.ending().dead());
    if (spec.team().isEmpty()) {
      // Whoever wrote was there; of the others only the number is known.
      for (WriterThreads.Writer writer : writers.all()) {
        if (writer.tally == null && !died.contains(writer.worker)) {
          owing.add(new Member(writer.worker, writer.thread));
        }
      }
      long known = present.size() + owing.size() + (long) died.size() * spec.workload().threads();
      long all = spec.workload().allThreads();
      died.forEach(worker -> dead.add(new Member(worker, 0)));
      return new TallyRoll(owing, Math.max(0, all - known), dead);
    }
    for (String worker : spec.team()) {
      for (int thread = 0; thread < spec.workload().threads(); thread++) {
        Member member = new Member(worker, thread);
        if (!present.contains(member)) {
          (died.contains(worker) ? dead : owing).add(member);
        }
      }
    }
    return new TallyRoll(owing, 0, dead);
  }

  /** Whether every thread that lived handed in its tally. */
  boolean isComplete() {
    return owing.isEmpty() && nameless == 0;
  }

  /** Threads whose updates nobody tells of, the living and the dead. */
  List<Member> absent() {
    List<Member> absent = new ArrayList<>(owing);
    absent.addAll(dead);
    return absent;
  }

  /** Who is missing, for a sentence. */
  String missing() {
    long count = owing.size() + nameless;
    String names = Sentences.some(owing, nameless);
    return "%s handed in no tally, and nobody says that %s died"
        .formatted(
            owing.isEmpty() ? Amounts.count(count, "thread") : names, count == 1 ? "it" : "they");
  }
}
