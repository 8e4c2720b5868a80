package org.fascicle.dashboard.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.fascicle.api.Fascicle;
import org.fascicle.api.model.Model;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingResult;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/** The pages in Chromium. Left out where there is none. */
public class BrowserTest extends InBrowser {
    private static final String EVIL = ThirdParty.EVIL;

    @Test
    void aTrainingIsWatchedStoppedAndCompared() throws Exception {
        try (Browser browser = browser(1300, false);
                Model first = Served.model(fascicle, 100_000);
                Model second = Served.model(fascicle, 3);
                Training training = dashboard.start(EVIL, fascicle.train(first).watch("gradient_size").watchEvery(10))) {
            browser.go(served.server + served.path);
            browser.await("document.querySelectorAll('.uplot canvas').length >= 3");
            assertFalse(browser.address().contains("token"), browser.address());
            assertTrue(browser.run("return document.getElementById('runs').textContent").asText().contains(EVIL));

            browser.press("Health");
            browser.await(
                    "document.querySelector('#measure') && document.querySelector('#measure').value === 'gradient_size/rms' "
                            + "&& document.querySelector('.uplot')");
            browser.press("Network");
            browser.await("document.querySelectorAll('main .box.layer').length === 3");

            browser.press("Stop");
            assertEquals(TrainingResult.End.STOPPED, training.join().end());
            browser.await("document.getElementById('runs').textContent.includes('stopped, epoch')");
            browser.go(browser.address());
            browser.await("document.querySelector('.uplot')");

            try (Training other = dashboard.start("another", fascicle.train(second))) {
                other.join();
            }
            browser.await("[...document.querySelectorAll('#runs label')].some(l => l.textContent.startsWith('another'))");
            browser.run(
                    "document.querySelectorAll('#runs input').forEach(box => { if (!box.checked) { box.focus(); box.click(); } })");
            browser.await("document.querySelector('.u-legend').textContent.includes('another')");
            assertTrue(browser.run("return document.querySelector('.u-legend').textContent").asText().contains(EVIL));

            assertEquals("Fascicle", browser.run("return document.title").asText());
            assertEquals(0, browser.run("return document.querySelectorAll('img, main script').length").asInt());
            assertEquals(List.of(), browser.console());
        }
    }

    @Test
    void techniquesAreSearchedAndDrawnOnANarrowDarkScreen() throws Exception {
        ServiceRegistration<TechniqueType> sneaky = FrameworkUtil.getBundle(BrowserTest.class).getBundleContext().registerService(
                TechniqueType.class,
                new TechniqueType.Builder(Kind.REGULARIZER, "sneaky", () -> Object.class).namespace("com.example")
                        .description(EVIL).formula(EVIL).build(),
                null);
        try (Browser browser = browser(500, true)) {
            browser.go(served.server + served.path);
            browser.press("Techniques");
            browser.await("document.querySelector('#search')");
            browser.run("document.querySelector('#search').focus()");
            browser.type("sneaky");
            browser.await("document.querySelectorAll('main tbody tr').length === 1");
            assertTrue(browser.run("return document.querySelector('main tbody').textContent").asText().contains(EVIL));
            browser.run("const box = document.querySelector('#search'); box.value = ''; box.dispatchEvent(new Event('input'))");
            browser.press("elu");
            browser.await("document.querySelector('.uplot canvas')");
            assertTrue(browser.run("return document.documentElement.scrollWidth <= innerWidth").asBoolean());
            assertTrue(browser.run("return matchMedia('(prefers-color-scheme: dark)').matches").asBoolean());
            assertEquals("rgb(20, 23, 27)", browser.run("return getComputedStyle(document.body).backgroundColor").asText());
            assertEquals(0, browser.run("return document.querySelectorAll('img, main script').length").asInt());
            assertEquals("Fascicle", browser.run("return document.title").asText());
            assertEquals(List.of(), browser.console());
        } finally {
            sneaky.unregister();
        }
    }
}
