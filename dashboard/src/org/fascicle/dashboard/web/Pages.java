package org.fascicle.dashboard.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** The files of the pages. What is not named here is not served, so no path leads anywhere else. */
final class Pages {
    private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";
    private static final String FOLDER = "/org/fascicle/dashboard/page/";
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final Map<String, Page> PAGES = Map.of(
            "", new Page(FOLDER + "index.html", "text/html; charset=utf-8"),
            "style.css", new Page(FOLDER + "style.css", STYLE),
            "icon.svg", new Page(FOLDER + "icon.svg", "image/svg+xml"),
            "app.js", new Page(FOLDER + "app.js", JAVASCRIPT),
            "chart.js", new Page(FOLDER + "chart.js", JAVASCRIPT),
            "curves.js", new Page(FOLDER + "curves.js", JAVASCRIPT),
            "dom.js", new Page(FOLDER + "dom.js", JAVASCRIPT),
            "tables.js", new Page(FOLDER + "tables.js", JAVASCRIPT),
            "uPlot.js", new Page(UPLOT + "uPlot.esm.js", JAVASCRIPT),
            "uPlot.css", new Page(UPLOT + "uPlot.min.css", STYLE));

    /** A resource of this bundle. */
    private record Page(String resource, String type) {}

    private Pages() {}

    static Optional<Answer> answer(String path) {
        Page page = path.startsWith("/") ? PAGES.get(path.substring(1)) : null;
        if (page == null) {
            return Optional.empty();
        }
        try (InputStream in = Pages.class.getResourceAsStream(page.resource)) {
            if (in == null) {
                throw new IllegalStateException("the bundle lacks " + page.resource);
            }
            return Optional.of(new Answer(200, page.type, in.readAllBytes(), Map.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
