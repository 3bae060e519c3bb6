package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.audit.History;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Trace;
import dev.locklab.experiment.Experiment;
import dev.locklab.report.Page;
import dev.locklab.run.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

/** The page in a real browser. */
class PageIT {

  private static final int MOST_STOPS = 60;

  /** Between margins of a centimetre, in CSS pixels. */
  private static final int A4_PORTRAIT = 718;

  private static final int A4_LANDSCAPE = 1047;
  private static final String HOSTILE = "<img src=x onerror=\"document.title='owned'\"></script>";

  @TempDir private static Path folder;

  private static ChromeDriver browser;

  @BeforeAll
  static void open() throws IOException {
    History race = History.opening(0).of(HOSTILE, Promise.NONE);
    for (int version = 1; version <= 400; version++) {
      boolean stale = version > 50 && version % 10 == 0;
      race.write(HOSTILE + version % 4, stale ? version - 3 : version - 1, version % 9 - 4)
          .held(1_000L * version, 1_000L * version + 700);
    }
    History lock = History.opening(0).of("lock", Promise.WHILE_LEASE_HELD);
    lock.write("w1", 0, 1).write("w2", 1, 1);
    Map<String, History> histories =
        Map.of(
            HOSTILE,
            race,
            "lock",
            lock,
            "race",
            History.opening(0).write("w1", 0, 1).write("w2", 1, 1),
            "setnx",
            History.opening(0)
                .of("setnx", Promise.WHILE_LEASE_HELD)
                .write("w1", 0, 1)
                .write("w2", 1, 1)
                .working("w1", 1_000, 2_000_000)
                .working("w2", 1_000, 2_000_000)
                .waited("w1", 40_000, 900_000, 30_000_000)
                .waited("w2", 70_000, 250_000_000));
    List<Judged> runs =
        Stream.of(HOSTILE, "lock", "race", "setnx")
            .map(name -> Objects.requireNonNull(histories.get(name)).judged())
            .toList();
    List<String> page =
        Page.of(
            "A title with " + HOSTILE,
            Experiment.of(runs),
            (run, most) ->
                Trace.of(
                    Objects.requireNonNull(histories.get(run.spec().strategy())).evidence(),
                    run.findings(),
                    most));
    Path file = folder.resolve("report.html");
    Files.writeString(file, String.join("\n", page));
    browser = Browser.open();
    browser.get(file.toUri().toString());
    Browser.awaitReady(browser);
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.quit();
    }
  }

  @Test
  void opensWithoutAWordInTheConsoleAndAsksNobodyForAnything() {
    Browser.assertSelfContained(browser);
  }

  @Test
  void theButtonShowsTheFirstLostUpdateAndItsCulprit() {
    browser.findElement(By.id("whole")).click();
    browser.findElement(By.id("first-lost")).click();
    WebElement entry = browser.findElement(By.id("entry"));
    assertThat(entry.getDomAttribute("aria-live")).isEqualTo("polite");
    assertThat(entry.getText())
        .contains("version 58, is lost:")
        .contains("wrote version 60 over it, and had read version 57.")
        .contains("The lost update")
        .contains("lost: it is not in the balance any more")
        .contains("The culprit")
        .contains("culprit: it survived, and erased what it had not read");
    assertInView("victim", "lost: v58");
    assertInView("culprit", "by: v60");
    browser.findElement(By.id("next-lost")).click();
    assertThat(entry.getText()).contains("version 59, is lost:");
    assertInView("victim", "lost: v59");
    assertInView("culprit", "by: v60");
  }

  /** A mark in the lanes, and not at or beyond their edge. */
  private static void assertInView(String id, String words) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () -> {
              WebElement mark = browser.findElement(By.id(id));
              assertThat(mark.isDisplayed()).as(id).isTrue();
              assertThat(mark.getDomAttribute("data-words")).contains(words);
              Rectangle box = mark.getRect();
              Rectangle stage = browser.findElement(By.id("stage")).getRect();
              assertThat(box.getX()).isGreaterThan(stage.getX());
              assertThat(box.getX() + box.getWidth()).isLessThan(stage.getX() + stage.getWidth());
            });
  }

  /** Paper is narrower than the screen, and nothing is drawn anew for it. */
  @Test
  void marksStayAtTheirWritesWhenTheDrawingShrinks() {
    browser.findElement(By.id("first-lost")).click();
    assertInView("victim", "lost: v58");
    String shares =
        """
        const stage = document.getElementById('stage');
        stage.style.width = arguments[0];
        const box = stage.querySelector('canvas').getBoundingClientRect();
        const found = ['victim', 'culprit'].map(id => {
          const mark = document.getElementById(id).getBoundingClientRect();
          return Math.round((mark.left - box.left) / box.width * 100) + '+' + Math.round(mark.width / box.width * 100);
        });
        stage.style.width = '';
        return found.join(' ');
        """;
    Object wide = browser.executeScript(shares, "1000px");
    assertThat(browser.executeScript(shares, "500px")).isEqualTo(wide);
  }

  @Test
  void nothingIsCutOnAScreenNorOnPaper() {
    try {
      for (Paper paper :
          List.of(
              new Paper("screen", 1600),
              new Paper("screen", 1280),
              new Paper("screen", 1000),
              new Paper("screen", 800),
              new Paper("screen", 390),
              new Paper("print", A4_PORTRAIT),
              new Paper("print", A4_LANDSCAPE))) {
        Browser.setWidth(browser, paper.width());
        browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", paper.media()));
        assertThat(beyond(paper.width())).as(paper.toString()).isEqualTo(List.of());
      }
    } finally {
      Browser.resetWidth(browser);
      browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", ""));
    }
  }

  private record Paper(String media, int width) {}

  /** The cells, texts and pictures that reach beyond the right edge or out of what they are in. */
  private static Object beyond(int width) {
    return String.valueOf(
            browser.executeScript(
                """
                const out = [];
                for (const one of document.querySelectorAll('table.cells th, table.cells td, p, figure, figcaption, pre')) {
                  const box = one.getBoundingClientRect();
                  if (box.width && box.right > arguments[0] + 1) out.push(one.textContent.slice(0, 40));
                }
                for (const one of document.querySelectorAll('.cells.scroll')) {
                  if (one.scrollWidth > one.clientWidth + 1) out.push(one.getAttribute('aria-label'));
                }
                return out.join('; ');
                """,
                width))
        .lines()
        .filter(line -> !line.isEmpty())
        .toList();
  }

  @Test
  void whatHasNoWaitIsNotDrawn() {
    WebElement latency = browser.findElement(By.id("latency"));
    assertThat(latency.findElements(By.cssSelector("svg[role=img]"))).isNotEmpty();
    for (WebElement drawing : latency.findElements(By.cssSelector("svg[role=img]"))) {
      assertThat(text(drawing)).contains("setnx").doesNotContain("race", "0 ns");
    }
    assertThat(text(latency.findElement(By.tagName("figcaption"))))
        .contains("Nobody waited with lock and race.")
        .contains("Waiting for the lock: 99 % of setnx within");
  }

  @Test
  void theCaptionOfALogarithmicAxisSaysWhatItsLinesAre() {
    for (String width : List.of("1280", "390")) {
      Browser.setWidth(browser, Integer.parseInt(width));
      browser.navigate().refresh();
      Browser.awaitReady(browser);
      WebElement latency = browser.findElement(By.id("latency"));
      List<Double> ticks =
          latency
              .findElement(By.cssSelector("svg[role=img]"))
              .findElements(By.cssSelector(".axis .tick text"))
              .stream()
              .map(tick -> nanos(text(tick)))
              .toList();
      long factor = Math.round(ticks.get(1) / ticks.get(0));
      assertThat(text(latency.findElement(By.tagName("figcaption"))))
          .contains(
              "each line %s times the one before"
                  .formatted(factor == 10 ? "ten" : String.format(Locale.ROOT, "%,d", factor)));
    }
    Browser.resetWidth(browser);
  }

  private static double nanos(String words) {
    String[] parts = words.split(" ", -1);
    double unit =
        switch (parts[1]) {
          case "s" -> 1e9;
          case "ms" -> 1e6;
          case "µs" -> 1e3;
          default -> 1;
        };
    return Double.parseDouble(parts[0]) * unit;
  }

  /** Text that is drawn, too, which has no text that is shown. */
  private static String text(WebElement element) {
    return String.valueOf(element.getDomProperty("textContent"));
  }

  @Test
  void aStrategyHasOneMarkEverywhereAndNoOtherHasIt() {
    List<String> marks = new ArrayList<>();
    for (String name : List.of("setnx", "lock", HOSTILE)) {
      Object found =
          browser.executeScript(
              """
              const name = arguments[0];
              const shape = mark => mark.getAttribute('d').replace(/[-0-9.]+/g, '#') + mark.style.fill + mark.style.stroke;
              const rows = [...document.querySelectorAll('#cells tr, #legend dt')]
                .filter(row => row.querySelector('.swatch') && row.textContent.startsWith(name)).map(row => row.querySelector('.mark'));
              const drawn = [...document.querySelectorAll('section svg[role=img] text')]
                .filter(text => text.querySelector('title') && text.querySelector('title').textContent === name)
                .map(text => text.nextElementSibling.querySelector('.mark'));
              return rows.length + ' ' + [...new Set([...rows, ...drawn].map(shape))].join(' | ');
              """,
              name);
      marks.add(String.valueOf(found));
    }
    assertThat(marks)
        .doesNotHaveDuplicates()
        .allMatch(mark -> !mark.contains(" | "))
        .noneMatch(mark -> mark.startsWith("0"));
  }

  @Test
  void settingsStandAboveTheirRowsAndPaceAndWaitBeforeTheDrift() {
    assertThat(browser.findElements(By.cssSelector("#cells tr.setting")))
        .extracting(PageIT::text)
        .startsWith("4 workers", "2 workers");
    assertThat(browser.findElements(By.cssSelector("#cells thead th")))
        .extracting(PageIT::text)
        .doesNotContain("workers")
        .containsSubsequence("upd/s", "wait p50", "wait p99", "drift");
  }

  @Test
  void everythingIsReachedByTheKeyboard() {
    browser.navigate().refresh();
    Set<String> reached = new LinkedHashSet<>();
    for (int press = 0; press < MOST_STOPS && !reached.contains("right"); press++) {
      new Actions(browser).sendKeys(Keys.TAB).perform();
      reached.add(String.valueOf(browser.switchTo().activeElement().getDomAttribute("id")));
    }
    assertThat(reached)
        .containsSubsequence(
            "theme", "setting", "run", "first-lost", "next-lost", "whole", "in", "out");
    browser.findElement(By.id("first-lost")).sendKeys(Keys.ENTER);
    assertThat(browser.findElement(By.id("entry")).getText()).contains("version 58, is lost");
  }

  @Test
  void hostileNamesAreShownAsText() {
    assertThat(browser.getTitle()).contains(HOSTILE);
    assertThat(browser.findElements(By.tagName("img"))).isEmpty();
    assertThat(browser.findElement(By.id("cells")).getText()).contains(HOSTILE);
    browser.findElement(By.id("first-lost")).click();
    assertThat(browser.findElement(By.id("entry")).getText()).contains(HOSTILE);
  }
}
