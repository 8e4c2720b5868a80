package org.fascicle.dashboard.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.fascicle.api.Fascicle;
import org.fascicle.api.installation.Installer;
import org.fascicle.api.model.Definition;
import org.fascicle.api.technique.Techniques;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.test.common.annotation.InjectService;

/** What somebody does who only has the page, in Chromium. Left out where there is none. */
public class StoryTest extends InBrowser {
    private static final int LONG = 1_000_000;

    @InjectService(timeout = 30_000)
    Installer installer;
    @InjectService
    Techniques techniques;
    @TempDir
    Path elsewhere;

    @AfterEach
    void uninstall() {
        if (isThere()) {
            installer.uninstall(ThirdParty.BUNDLE, null);
        }
    }

    private boolean isThere() {
        return techniques.all().stream().anyMatch(type -> type.qualifiedName().equals(ThirdParty.TECHNIQUE));
    }

    private static void requirePlain(Browser browser) throws Exception {
        assertEquals("Fascicle", browser.run("return document.title").asText());
        assertEquals(0, browser.run("return document.querySelectorAll('img, main script').length").asInt());
        assertTrue(browser.run("return document.documentElement.scrollWidth <= innerWidth").asBoolean());
    }

    @Test
    void aTrainingIsStartedWatchedStoppedReopenedAndComparedWithOneOfATechniqueThatWasInstalledMeanwhile() throws Exception {
        Path jar = elsewhere.resolve("tagged.jar");
        Files.write(jar, ThirdParty.activation("1.0.0"));
        try (Browser browser = browser(1300, false)) {
            browser.go(served.server + served.path);

            // A training is started, and watched.
            browser.press("Model");
            browser.await("document.querySelector('#model-text') && document.querySelector('#model-text').value");
            browser.write("#model-text", Served.text("relu", LONG));
            browser.write("#model-name", ThirdParty.EVIL);
            browser.press("Start training");
            browser.await("document.querySelectorAll('.uplot canvas').length >= 3");
            browser.await("document.getElementById('runs').textContent.includes('running, epoch')");
            assertTrue(browser.run("return document.getElementById('runs').textContent").asText().contains(ThirdParty.EVIL));
            browser.press("Health");
            browser.await("document.querySelector('#measure').value && document.querySelector('.uplot')");

            // A technique is installed, while it runs.
            browser.press("Techniques");
            browser.await("document.querySelector('#jar')");
            browser.choose("#jar", jar);
            browser.press("Install");
            browser.write("#search", "tagged");
            browser.await("document.querySelectorAll('main details tbody tr').length === 1");
            assertTrue(browser.run("return document.querySelector('main details').textContent").asText()
                    .contains(ThirdParty.EVIL));
            browser.press(ThirdParty.TECHNIQUE);
            browser.await("document.querySelector('#option-slope') && document.querySelector('.technique .uplot')");
            requirePlain(browser);

            // It is stopped, and reopened after a reload.
            browser.press("Stop");
            browser.await("document.getElementById('runs').textContent.includes('stopped, epoch')");
            browser.await("document.getElementById('runs').textContent.includes('.fasc')");
            browser.go(browser.address());
            browser.await("document.querySelector('.uplot')");

            // The next run uses the technique, and is compared with the first.
            browser.press("Model");
            browser.await("document.querySelector('#model-text') && document.querySelector('#model-text').value");
            browser.write("#model-text", Served.text(ThirdParty.TECHNIQUE, 3));
            browser.write("#model-name", "next");
            browser.press("Start training");
            browser.await("document.getElementById('runs').textContent.includes('in next.fasc')");
            browser.run(
                    "document.querySelectorAll('#runs input').forEach(box => { if (!box.checked) { box.focus(); box.click(); } })");
            browser.await(
                    "document.querySelector('.u-legend') && document.querySelector('.u-legend').textContent.includes('next') "
                            + "&& document.querySelector('.u-legend').textContent.includes('onerror=document.title')");
            assertTrue(browser.run("return document.querySelector('.u-legend').textContent").asText().contains(ThirdParty.EVIL));

            // It is taken out again.
            browser.press("Techniques");
            browser.press(ThirdParty.TECHNIQUE);
            browser.press("Remove its bundle…");
            browser.press("Remove");
            browser.await("!document.querySelector('main').textContent.includes('com.example:tagged 1.0.0') "
                    + "|| document.querySelector('main').textContent.includes('uninstalled com.example.tagged')");
            assertFalse(isThere());
            requirePlain(browser);
            assertEquals(List.of(), browser.console());
        }
        assertTrue(fascicle.state(folder.resolve("next.fasc")).isPresent());
    }

    @Test
    void aSickNetworkIsExaminedHealedAndSavedOnANarrowDarkScreen() throws Exception {
        try (Browser browser = browser(500, true)) {
            browser.go(served.server + served.path);
            browser.press("Model");
            browser.await("document.querySelector('#model-text') && document.querySelector('#model-text').value");
            browser.write("#model-text", Served.text("relo", 5));
            browser.press("Examine");
            browser.await("document.querySelector('.mistake').textContent.includes(\"Did you mean 'relu'?\")");
            browser.write("#model-text", Served.text("relu", 5).replace("\"adam\"", "{ \"sgd\": { \"learning_rate\": 1000 } }"));
            browser.press("Examine");
            browser.await("document.querySelector('.finding')");
            assertEquals("rate too high", browser.run("return document.querySelector('.finding h3').textContent").asText());
            browser.press("Try");
            browser.await("document.querySelector('.gain')");
            browser.press("Use this model");
            browser.await("!document.querySelector('#model-text').value.includes('1000')");
            requirePlain(browser);
            browser.press("Save as…");
            browser.write("#model-save", "healed.json");
            browser.press("Save");
            browser.await("document.getElementById('said').textContent === 'saved as healed.json'");
            assertEquals(fascicle.json(Definition.file(folder.resolve("healed.json"))),
                    fascicle.json(Definition.text(
                            browser.run("return document.querySelector('#model-text').value").asText(), "the page's")));
        }
    }
}
