package org.fascicle.dashboard.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.fascicle.api.Fascicle;
import org.fascicle.api.curve.TechniqueCurves;
import org.fascicle.api.measure.Measurement;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.fascicle.api.training.History;
import org.fascicle.dashboard.doctor.Examinations;
import org.fascicle.dashboard.examine.Predicting;
import org.fascicle.dashboard.examine.Profiling;
import org.fascicle.dashboard.install.Uploads;
import org.fascicle.dashboard.model.ModelFiles;
import org.fascicle.dashboard.model.PageTrainings;
import org.fascicle.dashboard.run.Archives;
import org.fascicle.dashboard.run.Curve;
import org.fascicle.dashboard.run.Runs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiteTest {
    private static final String SCRIPT = "<script>alert(1)</script>";

    @TempDir
    Path parent;
    private Path folder;
    private Site site;

    @BeforeEach
    void make() throws IOException {
        folder = Files.createDirectories(parent.resolve("runs"));
        Files.writeString(parent.resolve("secret.fasc"), "secret");
        Files.createDirectories(folder.resolve("kept"));
        Files.writeString(folder.resolve("one.fasc"), "1");
        Files.writeString(folder.resolve("kept/last.fasc"), "2");
        Files.writeString(folder.resolve("damaged.fasc"), "3");
        site = new Site(new Gate("token", List.of()), new Runs(), new Archives(folder, fascicle()), techniques(), tools(folder));
    }

    private static Fascicle fascicle() {
        return (Fascicle) Proxy.newProxyInstance(Fascicle.class.getClassLoader(), new Class<?>[] {Fascicle.class},
                (self, method, arguments) -> {
                    assertEquals("history", method.getName());
                    Path file = (Path) arguments[0];
                    if (file.endsWith("damaged.fasc")) {
                        throw new InputException(file.toString(), null, "this is no archive", null);
                    }
                    return History.of(Map.of("loss", List.of(0.5, Double.NaN)));
                });
    }

    private static Tools tools(Path folder) {
        TechniqueCurves curves = (TechniqueCurves) Proxy.newProxyInstance(TechniqueCurves.class.getClassLoader(),
                new Class<?>[] {TechniqueCurves.class}, (self, method, arguments) -> {
                    throw new UnsupportedOperationException();
                });
        return new Tools(new ModelFiles(folder, fascicle()), new PageTrainings(folder, fascicle(), new Runs()),
                new Examinations(folder, fascicle(), () -> null), new Uploads(() -> null, techniques()), curves,
                new Profiling(fascicle(), measurement()), new Predicting(fascicle()));
    }

    private static Techniques techniques() {
        return new Techniques() {
            @Override
            public Collection<TechniqueType> all() {
                return List.of(new TechniqueType.Builder(Kind.ACTIVATION, "sneaky", () -> Object.class).description(SCRIPT)
                        .formula("\"</script>").build());
            }

            @Override
            public TechniqueType find(Kind kind, String name, @Nullable String range) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private static Measurement measurement() {
        return (Measurement) Proxy.newProxyInstance(Measurement.class.getClassLoader(), new Class<?>[] {Measurement.class},
                (self, method, arguments) -> {
                    throw new AssertionError("nobody asked for " + method);
                });
    }

    private Answer ask(String method, String path, Map<String, String> query) {
        return site.answer(new Question(method, path, query, Map.of("host", "localhost:80", Gate.HEADER, "1"),
                Map.of("fascicle-80", "token"), 80, true, most -> new byte[0]));
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void archivesAreListed() {
        Answer answer = ask("GET", "/api/runs", Map.of());
        assertEquals("application/json", answer.type());
        String text = text(answer);
        assertTrue(text.contains("\"archive:kept/last.fasc\""), text);
        assertTrue(text.contains("\"archive:one.fasc\""), text);
        assertFalse(text.contains("secret"), text);
    }

    @Test
    void anArchiveHasCurves() {
        String text = text(ask("GET", "/api/run", Map.of("id", "archive:one.fasc")));
        assertTrue(text.contains("\"epochCurves\":[{\"name\":\"loss\",\"x\":[1,2],\"y\":[0.5,null]}]"), text);
        assertEquals("epoch,loss\r\n1,0.5\r\n2,\r\n", text(ask("GET", "/csv", Map.of("id", "archive:one.fasc"))));
    }

    @Test
    void aDamagedArchiveIsAMessage() {
        Answer answer = ask("GET", "/api/run", Map.of("id", "archive:damaged.fasc"));
        assertEquals(409, answer.status());
        assertTrue(text(answer).contains("this is no archive"), text(answer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"archive:../secret.fasc", "archive:kept/../../secret.fasc", "archive:/etc/passwd", "archive:", "run-1",
                "archive:one.fasc\0"})
    void noNameLeadsOutOfTheFolder(String id) {
        for (String path : List.of("/api/run", "/api/network", "/api/profile", "/api/predictions", "/api/examples", "/api/spread",
                "/csv")) {
            Answer answer = ask("GET", path, Map.of("id", id));
            assertEquals(404, answer.status());
            assertEquals(0, answer.body().length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../service/PageServlet.class", "/..", "//", "", "/app.js/", "/package-info.class", "/%2e%2e/x",
        "/INDEX.HTML",
        "/../../../../META-INF/MANIFEST.MF", "/api", "/api/"})
    void noPathLeadsToAnotherFile(String path) {
        assertEquals(404, ask("GET", path, Map.of()).status());
    }

    @Test
    void whatChangesIsPostedAndWhatDoesNotIsNot() {
        assertEquals(405, ask("GET", "/api/stop", Map.of("id", "run-1")).status());
        assertEquals(405, ask("POST", "/api/runs", Map.of()).status());
        assertEquals(404, ask("POST", "/index.html", Map.of()).status());
        assertEquals(404, ask("POST", "/api/stop", Map.of("id", "run-1")).status());
    }

    @Test
    void whatTechniquesSayOfThemselvesIsText() {
        Answer answer = ask("GET", "/api/techniques", Map.of());
        assertEquals("application/json", answer.type());
        assertTrue(text(answer).contains("\"description\":\"" + SCRIPT + "\""), text(answer));
        assertTrue(text(answer).contains("\"formula\":\"\\\"</script>\""), text(answer));
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertEquals("{\"there\":false}", text(ask("GET", "/api/installer", Map.of())));
        assertTrue(text(ask("GET", "/api/doctor", Map.of())).startsWith("{\"there\":false,\"state\":\"none\""));
        for (String path : List.of("/api/install", "/api/install/look", "/api/update", "/api/remove")) {
            Answer answer = ask("POST", path, Map.of("name", "x.jar", "bundle", "x"));
            assertEquals(409, answer.status());
            assertTrue(text(answer).contains("there is no installer: the bundle fascicle.installer is not installed"),
                    text(answer));
        }
        Answer answer = ask("POST", "/api/doctor", Map.of("name", "x", "steps", "10"));
        assertTrue(text(answer).contains("there is no doctor"), text(answer));
    }

    static List<String> scripts() {
        return Pages.SCRIPTS;
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void noScriptReadsTextAsHtml(String script) {
        String text = text(ask("GET", "/" + script + ".js", Map.of()));
        assertTrue(text.length() > 300);
        assertFalse(text.matches("(?s).*(innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function).*"),
                script);
    }

    @Test
    void withoutTheTokenThereIsNothing() {
        Answer answer = site.answer(
                new Question("GET", "/", Map.of(), Map.of("host", "localhost:80"), Map.of(), 80, true, most -> new byte[0]));
        assertEquals(403, answer.status());
        assertArrayEquals(new byte[0], answer.body());
    }

    @Test
    void titlesOfATableAreNoFormulas() {
        assertTrue(Csv.of("epoch", Map.of("=cmd()", new Curve.Points(new double[0], new double[0])))
                .startsWith("epoch,\"'=cmd()\""));
    }
}
