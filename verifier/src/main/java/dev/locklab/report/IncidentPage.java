package dev.locklab.report;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Incidents as a page: a card for each, with the broken version beside the mended one. */
final class IncidentPage {

  private static final List<String> SCRIPTS = List.of("text.js", "theme.js", "incidents.js");

  /** As GitHub has it; anything else is shown and leads nowhere. */
  private static final Pattern ISSUE = Pattern.compile("([\\w.-]+/[\\w.-]+)#([0-9]+)");

  private IncidentPage() {}

  /**
   * What the page's script draws from.
   *
   * @param headline what they come to
   */
  record Data(String title, String headline, List<Card> incidents) {}

  /**
   * An incident.
   *
   * @param url where its issue can be read; null where that is not known
   * @param sides the broken version, and the mended one where there is one
   */
  record Card(
      String name,
      String issue,
      @Nullable String url,
      String users,
      String proves,
      String versions,
      boolean asTold,
      List<Version> sides) {}

  /**
   * What one version showed.
   *
   * @param library with the version
   * @param grade names the colour: what is broken and shows it is INTERESTING, as it always was
   * @param words whether it shows the fault, and in how many of how many runs
   */
  record Version(
      String side, String library, String grade, String words, boolean asTold, String evidence) {}

  /** The page, in pieces of whole lines. */
  static List<String> of(String title, String headline, List<IncidentReport.Row> rows) {
    List<Card> cards = rows.stream().map(IncidentPage::card).toList();
    return Frame.of(title, "incidents.html", SCRIPTS, new Data(title, headline, cards), List.of());
  }

  private static Card card(IncidentReport.Row row) {
    return new Card(
        row.incident(),
        row.issue(),
        url(row.issue()),
        row.users(),
        row.proves(),
        row.versions(),
        row.asTold(),
        row.sides().stream().map(IncidentPage::version).toList());
  }

  private static @Nullable String url(String issue) {
    Matcher parts = ISSUE.matcher(issue);
    return parts.matches()
        ? "https://github.com/" + parts.group(1) + "/issues/" + parts.group(2)
        : null;
  }

  private static Version version(IncidentReport.Side side) {
    return new Version(
        side.name(),
        (side.library() + " " + side.version()).strip(),
        grade(side),
        side.words(),
        side.asTold(),
        side.evidence());
  }

  private static String grade(IncidentReport.Side side) {
    boolean broken = side.name().equals(IncidentReport.BROKEN);
    if (side.asTold()) {
      return broken ? "INTERESTING" : "OK";
    }
    return !broken && side.shown() > 0 ? "FAILED" : "UNKNOWN";
  }
}
