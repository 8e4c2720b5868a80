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
    private static final Map<String, String> TYPES = Map.of(
            "index.html", "text/html; charset=utf-8",
            "style.css", STYLE,
            "uPlot.css", STYLE,
            "icon.svg", "image/svg+xml",
            "app.js", JAVASCRIPT,
            "chart.js", JAVASCRIPT,
            "curves.js", JAVASCRIPT,
            "dom.js", JAVASCRIPT,
            "tables.js", JAVASCRIPT,
            "uPlot.js", JAVASCRIPT);
    private static final String FOLDER = "/org/fascicle/dashboard/page/";

    private Pages() {}

    static Optional<Answer> answer(String path) {
        String name = path.equals("/") ? "index.html" : path.substring(Math.min(1, path.length()));
        String type = TYPES.get(name);
        if (type == null) {
            return Optional.empty();
        }
        try (InputStream in = Pages.class.getResourceAsStream(FOLDER + name)) {
            return in == null ? Optional.empty() : Optional.of(new Answer(200, type, in.readAllBytes(), Map.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
