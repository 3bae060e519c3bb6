package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.audit.History;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Trace;
import dev.locklab.report.ScenarioReport;
import dev.locklab.report.Sheet;
import dev.locklab.run.Effect;
import dev.locklab.run.Injection;
import dev.locklab.run.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** The page of scenarios in a real browser. */
class ScenarioPageIT {

  private static final String HOSTILE = "<img src=x onerror=\"document.title='owned'\"></script>";

  @TempDir private static Path folder;

  private static ChromeDriver browser;

  @BeforeAll
  static void open() throws IOException {
    History kept =
        History.opening(0)
            .of("handoff", Promise.FENCED)
            .write("w2", 0, 1)
            .held(2_000_000, 2_001_000)
            .working("w1", 1_000_000, 2_002_000)
            .working("w2", 1_000_000, 2_002_000)
            .injected(injected("it stood still"));
    History lost =
        History.opening(0)
            .of(HOSTILE, Promise.WHILE_LEASE_HELD)
            .lease(Duration.ofSeconds(1))
            .write("w2", 0, 100)
            .held(2_500_000, 2_510_000)
            .write("w1", 0, -100)
            .held(1_010_000, 3_010_000)
            .injected(injected("it stood still"));
    History unproved =
        History.opening(0).of("handoff", Promise.FENCED).write("w1", 0, 1).injected(injected(null));
    Map<Judged, History> histories =
        Map.of(kept.judged(), kept, lost.judged(), lost, unproved.judged(), unproved);
    Sheet sheet =
        ScenarioReport.of(
            List.of(
                cell("frozen-holder", kept),
                cell("frozen-holder", lost),
                cell("a-scenario-with-a-name-of-some-length", unproved)));
    List<String> page =
        sheet.page(
            (run, most) ->
                run.findings().injection() != null && run.findings().injection().bitten() == null
                    ? null
                    : Trace.of(
                        Objects.requireNonNull(histories.get(run)).evidence(),
                        run.findings(),
                        most));
    Path file = folder.resolve("report.html");
    Files.writeString(file, String.join("\n", Objects.requireNonNull(page)));
    browser = Browser.open();
    browser.get(file.toUri().toString());
    Browser.awaitReady(browser);
  }

  private static ScenarioReport.Cell cell(String scenario, History history) {
    return new ScenarioReport.Cell(
        scenario, "A holder stands still. " + HOSTILE, List.of(history.judged()), true);
  }

  private static Injection injected(@Nullable String bitten) {
    return new Injection(
        "frozen-holder",
        "single",
        List.of(Effect.LEASE_OUTLIVED),
        bitten,
        null,
        null,
        List.of(
            new Injection.Event(1_030_000, "w1", "is frozen " + HOSTILE, true),
            new Injection.Event(3_000_000, "w1", "is thawed", false)));
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.quit();
    }
  }

  private static WebElement find(String css) {
    return browser.findElement(By.cssSelector(css));
  }

  private static void choose(int cell) {
    browser.findElements(By.cssSelector("#cells button")).get(cell).sendKeys(Keys.ENTER);
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> String.valueOf(cell).equals(find("html").getDomAttribute("data-cell")));
  }

  @Test
  void opensWithoutAWordInTheConsoleAndAsksNobodyForAnything() {
    Browser.assertSelfContained(browser);
  }

  @Test
  void theMatrixIsATableWhoseCellsSayTheirGradeInWords() {
    assertThat(browser.findElements(By.cssSelector("#cells thead th")))
        .extracting(WebElement::getText)
        .containsExactly("scenario", "handoff", HOSTILE);
    assertThat(browser.findElements(By.cssSelector("#cells tbody th[scope=row]")))
        .extracting(WebElement::getText)
        .containsExactly("frozen-holder", "a-scenario-with-a-name-of-some-length");
    assertThat(browser.findElements(By.cssSelector("#cells button")))
        .extracting(button -> button.getText().replace("\n", " "))
        .containsExactly("✓ OK", "! INTERESTING lost 1", "? UNKNOWN");
    assertThat(find("#sentences").getText())
        .isEqualTo("Of 3 cells: 0 FAILED, 1 INTERESTING, 1 UNKNOWN, 1 OK.");
  }

  @Test
  void aCellShowsItsRunWithTheFaultInTheLanes() {
    choose(1);
    assertThat(find("#cells button[aria-pressed=true]").getText()).contains("INTERESTING");
    assertThat(find("#cell-title").getText()).isEqualTo("frozen-holder, " + HOSTILE);
    assertThat(find("#story").getText())
        .contains("What happened, step by step", "<- fault", "erases 1 write");
    assertThat(find("#stage canvas").getDomAttribute("aria-label")).contains("w1 is frozen");
    assertThat(find("#lanes-help").getText()).contains("1: w1 is frozen");
    assertThat(find("#first-fault").isDisplayed()).isTrue();
    assertThat(accented()).as("pixels in the fault's colour").isGreaterThan(50L);
  }

  /** How many pixels of the lanes have the colour in which faults are drawn. */
  private static long accented() {
    Object found =
        browser.executeScript(
            """
            const canvas = document.querySelector('#stage canvas');
            const colour = getComputedStyle(document.documentElement).getPropertyValue('--accent').trim();
            const [r, g, b] = [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16));
            const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
            let count = 0;
            for (let i = 0; i < pixels.length; i += 4) {
              count += pixels[i] === r && pixels[i + 1] === g && pixels[i + 2] === b;
            }
            return count;
            """);
    return found instanceof Number number ? number.longValue() : 0;
  }

  @Test
  void aRunWithoutWritesToFollowSaysSo() {
    choose(2);
    assertThat(find("#no-lanes").isDisplayed()).isTrue();
    assertThat(find("#lanes figure").isDisplayed()).isFalse();
    assertThat(find("#cell-reason").getText()).contains("UNKNOWN", "the fault did not bite");
    choose(0);
    assertThat(find("#no-lanes").isDisplayed()).isFalse();
    assertThat(find("#lanes figure").isDisplayed()).isTrue();
  }

  @Test
  void nothingIsCutOnAScreen() {
    try {
      Browser.assertNothingIsCut(
          browser, "#cells th, #cells button, p, figure, figcaption, pre, li", 1280, 800, 400);
      assertThat(find("#cells button .whose").getText()).isEqualTo("handoff");
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
