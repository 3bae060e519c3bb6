package dev.locklab.cli;

import dev.locklab.experiment.Setting;
import dev.locklab.lab.RunListener;
import dev.locklab.live.Live;
import dev.locklab.report.Sheet;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a command tells of its runs to whoever watches them, if anybody may. */
final class Watching {

  /** There is no page. */
  static final Watching NOBODY = new Watching(null);

  private final @Nullable Live page;

  Watching(@Nullable Live page) {
    this.page = page;
  }

  /** Tells the page what that one is told. */
  RunListener and(RunListener other) {
    return page == null ? other : RunListener.both(other, page.listener());
  }

  /** The same of runs of a scenario. */
  RunListener and(RunListener other, String scenario) {
    return page == null ? other : RunListener.both(other, page.listener(scenario));
  }

  /** So many runs will be made, under these settings; 0 where nobody knows. */
  void expect(int runs, List<Setting> settings) {
    if (page != null) {
      page.expect(runs, settings);
    }
  }

  /** That is being done. */
  void say(String activity) {
    if (page != null) {
      page.say(activity);
    }
  }

  /**
   * Asks whoever watches.
   *
   * @return the key of what was chosen; null once it does not matter, or where nobody can watch
   */
  @Nullable String ask(
      String words, List<String> told, List<Live.Choice> choices, BooleanSupplier gone)
      throws InterruptedException {
    return page == null ? null : page.ask(words, told, choices, gone);
  }

  /** What it has come to. */
  void conclude(String title, List<String> sentences) {
    if (page != null) {
      page.conclude(title, sentences);
    }
  }

  /** The same of what is no comparison. */
  void conclude(Sheet sheet) {
    conclude(sheet.title(), sheet.sentences());
  }
}
