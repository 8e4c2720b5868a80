package org.fascicle.dashboard.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.fascicle.api.installation.Installer;
import org.fascicle.api.technique.Techniques;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.test.common.annotation.InjectService;

/** Bundles that are sent over HTTP. */
public class InstallTest extends OpenDashboard {
    private static final int LARGEST = 50 << 20;

    @InjectService(timeout = 30_000)
    Installer installer;
    @InjectService
    Techniques techniques;

    @AfterEach
    void uninstall() throws IOException {
        if (isThere()) {
            installer.uninstall(ThirdParty.BUNDLE, null);
        }
        assertEquals(List.of(), left());
    }

    private boolean isThere() {
        return techniques.all().stream().anyMatch(type -> type.qualifiedName().equals(ThirdParty.TECHNIQUE));
    }

    /** What an upload has left among temporary files. */
    private static List<Path> left() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(file -> file.getFileName().toString().startsWith("fascicle-upload-")).toList();
        }
    }

    private void requireSaid(String words, HttpResponse<String> answer) {
        assertEquals(409, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains(words), answer.body());
        assertFalse(isThere());
    }

    @Test
    void aTechniqueIsLookedAtInstalledUpdatedAndRemoved() throws Exception {
        byte[] jar = ThirdParty.activation("1.0.0");
        HttpResponse<String> look = served.post("/api/install/look?name=tagged.jar", jar);
        assertEquals(200, look.statusCode(), look.body());
        assertTrue(look.body().contains("\"bundle\":\"com.example.tagged\",\"version\":\"1.0.0\",\"present\":[],\"needs\":[]"),
                look.body());
        assertFalse(isThere(), "a look installs nothing");
        HttpResponse<String> installed = served.post("/api/install?name=tagged.jar", jar);
        assertEquals(200, installed.statusCode(), installed.body());
        assertTrue(installed.body().contains("installed com.example.tagged 1.0.0"), installed.body());
        assertTrue(served.json("/api/techniques").toString().contains("\"com.example:tagged\""));
        String technique = "?kind=activation&name=com.example:tagged&version=1.0.0";
        assertEquals("a number in [0,1]",
                served.json("/api/technique" + technique).get("options").get(0).get("expectation").asText());
        assertEquals(-3,
                served.json("/api/drawing" + technique + "&option.slope=0.5").get("curves").get(0).get("y").get(0).asDouble());
        requireDrawn("slope must be a number in [0,1], not 2.0", technique + "&option.slope=2");
        requireDrawn("Did you mean 'slope'?", technique + "&option.slop=1");

        HttpResponse<String> updated = served.post("/api/update?name=tagged.jar", ThirdParty.activation("1.1.0"));
        assertEquals(200, updated.statusCode(), updated.body());
        assertTrue(updated.body().contains("updated com.example.tagged 1.0.0 to 1.1.0"), updated.body());
        HttpResponse<String> removed = served.post("/api/remove?bundle=com.example.tagged&version=");
        assertEquals(200, removed.statusCode(), removed.body());
        assertFalse(isThere());
        requireSaid("com.example.tagged", served.post("/api/remove?bundle=com.example.tagged&version="));
        requireSaid("is a part of the platform", served.post("/api/remove?bundle=fascicle.core&version="));
    }

    private void requireDrawn(String words, String query) throws Exception {
        HttpResponse<String> answer = served.get("/api/drawing" + query);
        assertEquals(409, answer.statusCode());
        assertTrue(answer.body().contains(words), answer.body());
    }

    @Test
    void whatIsNoBundleOfATechniqueIsRefused() throws Exception {
        for (String path : List.of("/api/install/look", "/api/install", "/api/update")) {
            String named = path + "?name=" + Served.encoded("../../x<b>.jar");
            requireSaid("x-b-.jar: is no", served.post(named, "no jar".getBytes(StandardCharsets.UTF_8)));
            requireSaid("x-b-.jar: is no", served.post(named, new byte[0]));
            requireSaid("offers no technique", served.post(named, ThirdParty.library()));
            byte[] half = ThirdParty.activation("1.0.0");
            requireSaid("x-b-.jar: is no", served.post(named, java.util.Arrays.copyOf(half, half.length / 2)));
        }
    }

    @Test
    void whatIsTooLargeIsRefusedAnnouncedOrNot() throws Exception {
        HttpResponse<String> announced = served.post("/api/install?name=x.jar", new byte[LARGEST + 1]);
        assertEquals(413, announced.statusCode());
        assertTrue(announced.body().contains("at most 50 MB"), announced.body());
        InputStream zeros = new ByteArrayInputStream(new byte[LARGEST + 1]);
        HttpResponse<String> chunked = served.post("/api/install?name=x.jar", BodyPublishers.ofInputStream(() -> zeros));
        assertEquals(413, chunked.statusCode());
    }

    @Test
    void whoIsNotThePageInstallsNothing() throws Exception {
        String path = "/fascicle/api/install?name=tagged.jar";
        for (String[] headers : new String[][] {{"Cookie", served.cookie()}, {"X-Fascicle", "1"},
            {"Cookie", served.cookie() + "x", "X-Fascicle", "1"},
            {"Cookie", served.cookie(), "X-Fascicle", "1", "Origin", "http://evil.example"},
            {"Cookie", served.cookie(), "X-Fascicle", "1", "Sec-Fetch-Site", "cross-site"},
            {"Cookie", served.cookie(), "X-Fascicle", "1", "Host", "evil.example:" + served.port}}) {
            for (String each : List.of(path, "/fascicle/api/remove?bundle=fascicle.activation.elu&version=",
                    "/fascicle/api/save?name=x", "/fascicle/api/train?name=x", "/fascicle/api/doctor?steps=10&name=x")) {
                assertEquals(403, served.ask("POST", each, headers).statusCode());
            }
        }
        assertTrue(techniques.all().stream().anyMatch(type -> type.name().equals("elu")));
    }
}
