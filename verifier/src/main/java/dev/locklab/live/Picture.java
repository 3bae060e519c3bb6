package dev.locklab.live;

import dev.locklab.account.Write;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a viewer is shown at one moment; sent to the page as JSON. It is the whole each time, so
 * that one that was missed costs time and never sense; of the courses of runs those are left out
 * that the viewer has.
 *
 * @param title what is made, in a line
 * @param activity what is being done now, in words
 * @param over whether nothing more will happen
 * @param conclusion what it has come to; empty before the end
 * @param runs how many runs there will be in all, as far as is known
 * @param ended how many have been judged
 * @param share of all the work that is done, 0 to 1
 * @param secondsLeft about how long all of it will take yet; absent while nobody can tell
 * @param rows a strategy each, under a setting or a scenario
 * @param newest index of the row whose run began last; -1 before the first
 * @param views the runs to look at, one a row: its last
 * @param question what the viewer is asked; absent where nothing is
 * @param sampled what of it all there is to see, in words
 */
record Picture(
    String title,
    String activity,
    boolean over,
    List<String> conclusion,
    int runs,
    int ended,
    double share,
    @Nullable Double secondsLeft,
    List<Row> rows,
    int newest,
    List<View> views,
    @Nullable Question question,
    String sampled) {

  /**
   * What the viewer is asked.
   *
   * @param told what has happened up to now, a line each
   */
  record Question(String words, List<String> told, List<Live.Choice> choices) {}

  /**
   * A strategy with its figures: of the run at work so far, or over the runs that have ended, as
   * the report has them.
   *
   * @param setting what it is run under, in words; empty where all have the same
   * @param phase what its last run is doing
   * @param ended how many of its runs have ended
   * @param figures those that are known, by their keys
   * @param estimated whether the wait is what the journal lets guess, and not what workers measured
   * @param grade absent before the end
   */
  record Row(
      String strategy,
      String setting,
      String phase,
      int ended,
      Map<String, BigDecimal> figures,
      boolean estimated,
      @Nullable String grade,
      @Nullable String verdict) {}

  /**
   * A run to look at.
   *
   * @param row whose last run it is
   * @param run its id
   * @param journaled whether its writes can be followed at all
   * @param locked whether its writes were made under a lock
   * @param seconds since the gate was opened
   * @param read how many writes have been read
   * @param behind whether there were more than are read at a time
   * @param broken whether what was read contradicts itself: somebody else changed the balance
   * @param workers in the order in which deltas are dealt
   * @param boxes the latest writes, from the oldest on
   * @param from when the picture of them begins, epoch microseconds
   * @param until when it ends
   * @param events what the lab broke on purpose and saw of it
   * @param first the first write over what had not been read
   * @param story how the first update was lost, as the audit tells it; empty before the end
   * @param findings what the audit found; likewise
   */
  record View(
      int row,
      String name,
      String run,
      String phase,
      boolean journaled,
      boolean locked,
      double seconds,
      long read,
      boolean behind,
      boolean broken,
      long balance,
      BigInteger expected,
      long stale,
      long lost,
      List<Worker> workers,
      List<Box> boxes,
      long from,
      long until,
      LiveCurve.Columns curve,
      List<Event> events,
      Course.@Nullable Overwriting first,
      List<String> story,
      List<String> findings) {}

  /**
   * A worker as it has said itself.
   *
   * @param words where it is
   * @param inside whether it stands inside its critical section; known of one that is led only
   * @param waits whether something holds it back; likewise
   */
  record Worker(
      String name,
      int threads,
      String words,
      long applied,
      long stale,
      boolean inside,
      boolean waits,
      boolean dead) {}

  /**
   * A write in a lane; times from the picture's beginning on, in microseconds.
   *
   * @param asked about when its writer asked for the lock
   * @param acquired when it had it
   */
  record Box(
      String worker,
      int thread,
      long version,
      long saw,
      long delta,
      long value,
      @Nullable Long asked,
      @Nullable Long acquired,
      long read,
      long written,
      boolean stale,
      boolean lost) {

    static Box of(Course.Recent recent, long from) {
      Write write = recent.write();
      Long asked = recent.askedAt();
      Long acquired = write.acquiredAt();
      return new Box(
          write.worker(),
          write.thread(),
          write.version(),
          write.saw(),
          write.delta(),
          write.value(),
          asked == null ? null : Long.valueOf(asked - from),
          acquired == null ? null : Long.valueOf(acquired - from),
          write.readAt() - from,
          write.writtenAt() - from,
          write.isStale(),
          recent.lost());
    }
  }

  /**
   * Something that the lab did or saw.
   *
   * @param at when, from the picture's beginning on, in microseconds
   * @param seconds the same from the first of them on
   */
  record Event(long at, double seconds, @Nullable String who, String what, boolean fault) {}
}
