package org.fascicle.dashboard.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.training.Training;
import org.junit.jupiter.api.Test;

/** The views of networks, predictions and profiles, and the buttons of a run, in Chromium. Left out where there is none. */
public class LookingBrowserTest extends InBrowser {
    private static final String DOWN = "\uE015";
    private static final String END = "\uE010";
    private static final String LEFT = "\uE012";

    private static void requireClean(Browser browser) throws Exception {
        assertTrue(browser.run("return document.documentElement.scrollWidth <= innerWidth").asBoolean(), "it is too wide");
        assertEquals(List.of(), browser.console());
    }

    private void choose(Browser browser, String... names) throws Exception {
        for (String name : names) {
            String box = "document.getElementById('box-archive:" + name + "')";
            browser.await(box);
            browser.run("if (!" + box + ".checked) { " + box + ".focus(); " + box + ".click(); }");
        }
    }

    @Test
    void aGraphOfFiftyLayersIsWalkedWithTheKeyboard() throws Exception {
        StringBuilder layers = new StringBuilder("{ \"dense\": { \"units\": 4, \"name\": \"first\" } }");
        for (int i = 0; i < 48; i++) {
            layers.append(", { \"dense\": { \"units\": 4, \"name\": \"d").append(i).append("\" } }");
        }
        layers.append(", { \"add\": { \"name\": \"joined\", \"inputs\": [ \"d47\", \"first\" ] } }");
        Definition definition = Definition.text(
                "{ \"fascicle\": 1, \"inputs\": { \"input\": [4] }, \"network\": [ " + layers + " ] }", "deep");
        try (Model model = fascicle.create(definition, Settings.defaults())) {
            model.save(folder.resolve("deep.fasc"));
        }
        try (Browser browser = browser(500, true)) {
            browser.go(served.server + served.path);
            choose(browser, "deep.fasc");
            browser.press("Network");
            browser.await("document.querySelectorAll('.box').length === 52");
            assertEquals(52, browser.run("return document.querySelectorAll('.edge').length").asInt());
            assertEquals(1, browser.run("return document.querySelectorAll('.box[tabindex=\"0\"]').length").asInt());
            browser.run("document.querySelector('.box[tabindex=\"0\"]').focus()");
            browser.type(DOWN + DOWN + DOWN);
            browser.await("document.querySelector('.details h3').textContent === 'd1'");
            assertTrue(
                    browser.run("return document.querySelector('.details').textContent").asText().contains("d1/kernel [4, 4]"));
            browser.type(END);
            browser.await("document.activeElement.dataset.layer === 'output'");
            assertTrue(browser.run("const b = document.activeElement.getBoundingClientRect(); "
                    + "return b.top >= 0 && b.bottom <= innerHeight + 1").asBoolean(), "what has the focus is seen");
            requireClean(browser);
        }
    }

    @Test
    void mistakesAreSeenAsPictures() throws Exception {
        for (int epochs = 1; epochs <= 2; epochs++) {
            try (Model model = Served.model(fascicle, epochs); Training training = fascicle.train(model).start()) {
                training.join();
                training.save(folder.resolve("digits" + epochs + ".fasc"));
            }
        }
        try (Browser browser = browser(1300, false)) {
            browser.go(served.server + served.path);
            choose(browser, "digits1.fasc");
            browser.press("Predictions");
            browser.press("Predict");
            browser.await("document.querySelectorAll('.matrix button').length === 100");
            assertTrue(browser.run("return document.querySelector('.part').textContent").asText().contains("all 297 test rows"));
            browser.run("[...document.querySelectorAll('.matrix button')].find(b => { const [t, p] = b.dataset.at.split(' '); "
                    + "return t !== p && b.textContent !== '·'; }).focus()");
            browser.type(Browser.ENTER);
            browser.await("document.querySelectorAll('canvas.picture').length >= 1");
            assertTrue(browser.run("const c = document.querySelector('canvas.picture'); return [...c.getContext('2d')"
                    + ".getImageData(0, 0, 8, 8).data].filter((v, i) => i % 4 < 3 && v > 100).length").asInt() > 5);
            assertTrue(browser.run("return document.querySelector('figcaption').textContent").asText()
                    .matches("row [\\d,]+.*, \\d+\\.\\d %"));
            choose(browser, "digits2.fasc");
            browser.press("Compare");
            browser.await("document.querySelector('main').textContent.includes('training.epochs')");
            assertEquals("1 2", browser.run("const r = [...document.querySelectorAll('main tr')].find(r => "
                    + "r.textContent.includes('training.epochs')); return r.cells[1].textContent + ' ' + r.cells[2].textContent")
                    .asText());
            assertTrue(browser.run("return document.querySelector('main').textContent").asText().contains("val_accuracy"));
            requireClean(browser);
        }
    }

    @Test
    void aRunIsLookedIntoAndChanged() throws Exception {
        try (Browser browser = browser(1300, true);
                Model model = Served.model(fascicle, 1_000_000);
                Training training = dashboard.start("digits", fascicle.train(model).watch("weight_spread").watchEvery(20))) {
            browser.go(served.server + served.path);
            browser.press("Health");
            browser.await("[...document.querySelectorAll('#measure option')].some(o => o.value === 'weight_spread/histogram')");
            browser.run("const m = document.querySelector('#measure'); m.value = 'weight_spread/histogram'; "
                    + "m.dispatchEvent(new Event('change'))");
            browser.await("document.querySelectorAll('canvas.heat').length === 4");
            browser.run("document.querySelector('canvas.heat').focus()");
            browser.type(LEFT);
            browser.await("/^step \\d+, .* to .*: \\d+/.test(document.querySelector('canvas.heat + p').textContent)");

            browser.press("Profile");
            browser.press("Measure a step");
            browser.await("document.querySelectorAll('.kernels tbody tr').length > 3");
            assertTrue(browser.run("return document.querySelector('.kernels').textContent").asText().contains("dense"));

            browser.run("document.querySelector('#runs details').open = true");
            browser.await("document.querySelectorAll('#runs select option').length > 3");
            browser.run("const f = document.querySelector('#runs input[id^=rate]'); f.value = ''; f.focus()");
            browser.type("0.0005" + Browser.ENTER);
            browser.await("document.getElementById('said').textContent.startsWith('learning rate 0.0005, from step ')");
            browser.run("const s = document.querySelector('#runs select'); s.value = 'nesterov'; "
                    + "document.querySelector('#runs input[id^=options]').focus()");
            browser.type("{\"learning_rate\": 0.01}" + Browser.ENTER);
            browser.await("document.getElementById('said').textContent.startsWith('optimizer {\"nesterov\"')");
            browser.press("Compare");
            browser.await("document.querySelector('main').textContent.includes('optimizer.learning_rate = 0.0005')");
            browser.await("document.querySelector('main').textContent.includes('nesterov')");
            assertTrue(training.isRunning());
            browser.press("Stop");
            training.join();
            requireClean(browser);
        }
    }
}
