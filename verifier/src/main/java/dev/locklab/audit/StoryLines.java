package dev.locklab.audit;

import dev.locklab.run.Injection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes lines of what happened in a run with a fault, and chooses those that are told. */
final class StoryLines {

  /** How many steps of everyday work are told before and after what stands out. */
  private static final int NEAR = 3;

  private static final int EVERYDAY = 3;

  private StoryLines() {}

  /** An update of a thread. */
  record Turn(String who, long seq) {}

  /** The smallest thing that is told. Those of one time are in the order of their kinds. */
  record Atom(
      long at,
      Kind kind,
      @Nullable Turn turn,
      @Nullable Long token,
      Injection.@Nullable Event event,
      Timeline.@Nullable Paid paid,
      Timeline.@Nullable Written written,
      boolean turning) {

    enum Kind {
      EVENT,
      GRANT,
      PAYMENT,
      WRITE
    }
  }

  /** A line to be, with what decides whether it is told. */
  private static final class Line {

    final List<Atom> atoms = new ArrayList<>();

    Line(Atom first) {
      atoms.add(first);
    }

    Atom first() {
      return atoms.get(0);
    }

    /** Whether the same update goes on with that, and nobody is told in between. */
    boolean takes(Atom next) {
      Atom last = atoms.get(atoms.size() - 1);
      return next.turn != null && next.turn.equals(last.turn) && next.kind.compareTo(last.kind) > 0;
    }

    boolean isFault() {
      Injection.Event event = first().event;
      return event != null && event.fault();
    }

    /** 0 for what the story cannot do without, {@link #EVERYDAY} for what everybody does. */
    int rank() {
      if (isFault() || atoms.stream().anyMatch(atom -> atom.turning)) {
        return 0;
      }
      if (first().event != null) {
        return 1;
      }
      return atoms.stream().anyMatch(Line::stands) ? 2 : EVERYDAY;
    }

    /** Whether it stands out of what everybody does. */
    private static boolean stands(Atom atom) {
      Timeline.Written written = atom.written;
      Timeline.Paid paid = atom.paid;
      return (written != null && (written.late() || written.fate() == Trace.Fate.CULPRIT))
          || (paid != null && (paid.again() || paid.payment().refused()));
    }

    Timeline.Step step() {
      Injection.Event event = first().event;
      if (event != null) {
        return new Timeline.Happened(event);
      }
      Turn turn = first().turn;
      boolean granted = false;
      Timeline.Paid paid = null;
      Timeline.Written written = null;
      for (Atom atom : atoms) {
        granted |= atom.kind == Atom.Kind.GRANT;
        paid = atom.paid == null ? paid : atom.paid;
        written = atom.written == null ? written : atom.written;
      }
      return new Timeline.Acted(
          first().at, turn == null ? "" : turn.who(), granted, first().token, paid, written);
    }
  }

  /**
   * Those lines that tell most, and what is left out between them.
   *
   * @param atoms in the order of time
   * @param unread how many writes more there were
   */
  static List<Timeline.Step> of(List<Atom> atoms, long unread) {
    List<Line> lines = new ArrayList<>();
    for (Atom atom : atoms) {
      if (!lines.isEmpty() && lines.get(lines.size() - 1).takes(atom)) {
        lines.get(lines.size() - 1).atoms.add(atom);
      } else {
        lines.add(new Line(atom));
      }
    }
    return shortened(lines, unread);
  }

  private static List<Timeline.Step> shortened(List<Line> lines, long unread) {
    BitSet told = chosen(lines);
    List<Timeline.Step> steps = new ArrayList<>();
    int at = 0;
    while (at < lines.size()) {
      int next = told.get(at) ? at : told.nextSetBit(at);
      int end = next < 0 ? lines.size() : next;
      if (end == at) {
        steps.add(lines.get(at++).step());
      } else {
        steps.add(omitted(lines.subList(at, end), end == lines.size() ? unread : 0));
        at = end;
      }
    }
    if (unread > 0 && (lines.isEmpty() || told.get(lines.size() - 1))) {
      steps.add(new Timeline.Omitted(0, 0, 0, unread, 0, List.of()));
    }
    return steps;
  }

  /** Takes line after line, the most telling first, as long as there is room with the gaps. */
  private static BitSet chosen(List<Line> lines) {
    int[] ranks = lines.stream().mapToInt(Line::rank).toArray();
    int[] distances = distances(ranks);
    BitSet told = new BitSet(lines.size());
    int used = lines.isEmpty() ? 0 : 1;
    List<Integer> order =
        IntStream.range(0, lines.size())
            .boxed()
            .sorted(
                Comparator.comparingInt((Integer i) -> ranks[i])
                    .thenComparingInt(i -> distances[i]))
            .toList();
    for (int i : order) {
      if (distances[i] > NEAR) {
        continue;
      }
      boolean gapBefore = i > 0 && !told.get(i - 1);
      boolean gapAfter = i + 1 < lines.size() && !told.get(i + 1);
      int more = (gapBefore ? 1 : 0) + (gapAfter ? 1 : 0);
      if (used + more <= Timeline.MOST) {
        told.set(i);
        used += more;
      }
    }
    // To say that one is left out takes as much room as to tell it.
    for (int i = 0; i < lines.size(); i++) {
      if ((i == 0 || told.get(i - 1)) && (i + 1 == lines.size() || told.get(i + 1))) {
        told.set(i);
      }
    }
    return told;
  }

  /** How far each line is from one that stands out. */
  private static int[] distances(int[] ranks) {
    int[] distances = new int[ranks.length];
    int since = ranks.length;
    for (int i = 0; i < ranks.length; i++) {
      since = ranks[i] < EVERYDAY ? 0 : since + 1;
      distances[i] = since;
    }
    since = ranks.length;
    for (int i = ranks.length - 1; i >= 0; i--) {
      since = ranks[i] < EVERYDAY ? 0 : since + 1;
      distances[i] = Math.min(distances[i], since);
    }
    return distances;
  }

  private static Timeline.Omitted omitted(List<Line> lines, long unread) {
    Set<String> who = new TreeSet<>();
    long events = 0;
    long grants = 0;
    long payments = 0;
    long writes = unread;
    long lost = 0;
    for (Line line : lines) {
      for (Atom atom : line.atoms) {
        Turn turn = atom.turn;
        if (turn != null) {
          who.add(turn.who());
        }
        switch (atom.kind) {
          case EVENT -> events++;
          case GRANT -> grants++;
          case PAYMENT -> payments++;
          case WRITE -> writes++;
        }
        Timeline.Written written = atom.written;
        lost += written != null && written.fate() == Trace.Fate.LOST ? 1 : 0;
      }
    }
    return new Timeline.Omitted(events, grants, payments, writes, lost, List.copyOf(who));
  }
}
