package org.fascicle.dashboard.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of the pages. What is not named here is not served, so no path leads anywhere else. */
final class Pages {
    private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";
    private static final String FOLDER = "/org/fascicle/dashboard/page/";
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    /** Their names, without {@code .js}. */
    static final List<String> SCRIPTS = List.of(
            "app", "chart", "compare", "control", "curves", "doctor", "dom", "graph", "heat", "install", "model", "network",
            "predictions", "profile", "techniques", "work");
    private static final Map<String, Page> PAGES = pages();

    /** A resource of this bundle. */
    private record Page(String resource, String type) {}

    private Pages() {}

    private static Map<String, Page> pages() {
        Map<String, Page> pages = new HashMap<>();
        pages.put("", new Page(FOLDER + "index.html", "text/html; charset=utf-8"));
        pages.put("style.css", new Page(FOLDER + "style.css", STYLE));
        pages.put("icon.svg", new Page(FOLDER + "icon.svg", "image/svg+xml"));
        pages.put("uPlot.js", new Page(UPLOT + "uPlot.esm.js", JAVASCRIPT));
        pages.put("uPlot.css", new Page(UPLOT + "uPlot.min.css", STYLE));
        for (String script : SCRIPTS) {
            pages.put(script + ".js", new Page(FOLDER + script + ".js", JAVASCRIPT));
        }
        return Map.copyOf(pages);
    }

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
