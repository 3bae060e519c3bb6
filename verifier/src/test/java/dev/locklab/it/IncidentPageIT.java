package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.report.IncidentReport;
import dev.locklab.report.IncidentReport.Row;
import dev.locklab.report.IncidentReport.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** The page of incidents in a real browser. */
class IncidentPageIT {

  private static final String HOSTILE = "<img src=x onerror=\"document.title='owned'\"></script>";

  @TempDir private static Path folder;

  private static ChromeDriver browser;

  @BeforeAll
  static void open() throws IOException {
    Side shown = side("broken", "1.0", 20, 0, true, "money was lost");
    List<Row> rows =
        List.of(
            row("library-1", "of/library#1", shown, side("mended", "1.1", 0, 0, true, HOSTILE)),
            row("library-2", "javascript:alert(1)#2", shown, null),
            row("library-3", HOSTILE, side("broken", "1.0", 3, 17, false, "it hung"), null),
            row("library-4", "of/library#4", shown, side("mended", "1.1", 1, 0, false, "again")));
    List<String> page = IncidentReport.of(rows).page((run, most) -> null);
    Path file = folder.resolve("report.html");
    Files.writeString(file, String.join("\n", Objects.requireNonNull(page)));
    browser = Browser.open();
    browser.get(file.toUri().toString());
    Browser.awaitReady(browser);
  }

  private static Row row(String name, String issue, Side broken, @Nullable Side mended) {
    return new Row(name, issue, "It broke. " + HOSTILE, "It is lost.", "up to 1.0", broken, mended);
  }

  private static Side side(
      String name, String version, int shown, int undecided, boolean asTold, String evidence) {
    return new Side(name, "library", version, 20, shown, undecided, asTold, evidence);
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.quit();
    }
  }

  private static List<String> texts(String css) {
    return browser.findElements(By.cssSelector(css)).stream()
        .map(WebElement::getText)
        .map(words -> words.replace("\n", " "))
        .toList();
  }

  @Test
  void opensWithoutAWordInTheConsoleAndAsksNobodyForAnything() {
    Browser.assertSelfContained(browser);
  }

  @Test
  void eachIncidentSaysWhatBothOfItsVersionsShowedAndHowOften() {
    assertThat(texts("#sentences")).containsExactly("2 incidents did not come out as told (!).");
    assertThat(texts("#library-1 .side"))
        .containsExactly(
            "broken library 1.0 ! shows the fault 20/20 money was lost.",
            "mended library 1.1 ✓ does not 20/20 " + HOSTILE + ".");
    assertThat(texts("#library-2 .side")).last().isEqualTo("mended in no version yet");
    assertThat(texts("#library-3 .side"))
        .first()
        .isEqualTo("broken library 1.0 ? shows the fault 3/20 That is not as it is told. it hung.");
    assertThat(texts("#library-4 .side"))
        .last()
        .isEqualTo("mended library 1.1 ✕ shows the fault 1/20 That is not as it is told. again.");
    assertThat(texts("#library-1 dd"))
        .containsExactly("It broke. " + HOSTILE, "It is lost.", "up to 1.0");
  }

  @Test
  void anIssueLeadsToGitHubAndWhatIsNoneNowhere() {
    assertThat(browser.findElements(By.cssSelector(".incident a")))
        .extracting(link -> link.getDomAttribute("href"))
        .containsExactly(
            "https://github.com/of/library/issues/1", "https://github.com/of/library/issues/4");
    assertThat(texts("#library-2 h3")).containsExactly("library-2 javascript:alert(1)#2");
  }

  @Test
  void nothingIsCutOnAScreen() {
    try {
      Browser.assertNothingIsCut(browser, "main *", 1280, 400);
    } finally {
      Browser.resetWidth(browser);
    }
  }

  @Test
  void hostileNamesAreShownAsText() {
    assertThat(browser.findElements(By.tagName("img"))).isEmpty();
    assertThat(browser.getTitle()).doesNotContain("owned");
  }
}
