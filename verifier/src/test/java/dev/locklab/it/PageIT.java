package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.audit.Experiment;
import dev.locklab.audit.History;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Trace;
import dev.locklab.report.Page;
import dev.locklab.run.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

/** The page in a real browser. */
class PageIT {

  private static final int MOST_STOPS = 60;
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
    List<Judged> runs = List.of(race.judged(), lock.judged());
    List<String> page =
        Page.of(
            "A title with " + HOSTILE,
            Experiment.of(runs),
            (run, most) ->
                Trace.of(
                    (run.spec().strategy().equals("lock") ? lock : race).evidence(),
                    run.findings(),
                    most));
    Path file = folder.resolve("report.html");
    Files.writeString(file, String.join("\n", page));
    browser = Browser.open();
    browser.get(file.toUri().toString());
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> browser.findElement(By.tagName("html")).getDomAttribute("data-ready") != null);
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.quit();
    }
  }

  @Test
  void opensWithoutAWordInTheConsoleAndAsksNobodyForAnything() {
    assertThat(browser.manage().logs().get("browser").getAll()).isEmpty();
    assertThat(Browser.requests(browser))
        .isNotEmpty()
        .allMatch(url -> url.startsWith("file:") || url.startsWith("data:"));
  }

  @Test
  void theButtonLeadsToTheFirstLostUpdate() {
    browser.findElement(By.id("whole")).click();
    browser.findElement(By.id("first-lost")).click();
    assertThat(browser.findElement(By.id("entry")).getText())
        .contains("version 58 of")
        .contains("lost: it is not in the balance any more")
        .contains("erased by");
    browser.findElement(By.id("next-lost")).click();
    assertThat(browser.findElement(By.id("entry")).getText()).contains("version 59 of");
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
            "theme", "cells", "run", "first-lost", "next-lost", "whole", "in", "out");
    browser.findElement(By.id("first-lost")).sendKeys(Keys.ENTER);
    assertThat(browser.findElement(By.id("entry")).getText()).contains("version 58 of");
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
