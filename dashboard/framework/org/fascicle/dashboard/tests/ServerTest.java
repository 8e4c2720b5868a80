package org.fascicle.dashboard.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.fascicle.api.Fascicle;
import org.fascicle.api.model.Model;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingResult;
import org.junit.jupiter.api.Test;

/** Requests to the dashboard behind a real server. */
public class ServerTest extends OpenDashboard {

    private static void requireRefused(HttpResponse<String> response) {
        assertEquals(403, response.statusCode());
        assertEquals("", response.body());
        assertEquals("nosniff", response.headers().firstValue("x-content-type-options").orElse(""));
    }

    @Test
    void whoHasNoTokenGetsNothing() throws Exception {
        for (String address : List.of("/fascicle/", "/fascicle/?token=x", "/fascicle/app.js", "/fascicle/api/runs",
                "/fascicle/nothing")) {
            requireRefused(served.ask("GET", address));
            requireRefused(served.ask("POST", address, "X-Fascicle", "1"));
            requireRefused(served.ask("GET", address, "Cookie", served.cookie() + "x"));
        }
    }

    @Test
    void whoComesFromElsewhereGetsNothing() throws Exception {
        String runs = "/fascicle/api/runs";
        assertEquals(200, served.get("/api/runs").statusCode());
        requireRefused(served.ask("GET", runs, "Cookie", served.cookie(), "Host", "evil.example:" + served.port));
        requireRefused(served.ask("GET", runs, "Cookie", served.cookie(), "Origin", "http://evil.example"));
        requireRefused(served.ask("GET", runs, "Cookie", served.cookie(), "Sec-Fetch-Site", "cross-site"));
        requireRefused(served.ask("POST", "/fascicle/api/stop?id=run-1", "Cookie", served.cookie()));
        assertEquals(405, served.get("/api/stop?id=run-1").statusCode());
    }

    @Test
    void thePageComesWithItsPolicyAndItsParts() throws Exception {
        HttpResponse<String> page = served.get("/");
        assertEquals(200, page.statusCode());
        assertTrue(page.headers().firstValue("content-security-policy").orElse("")
                .startsWith("default-src 'none'; script-src 'self';"));
        assertEquals("no-store", page.headers().firstValue("cache-control").orElse(""));
        assertFalse(page.body().contains("http:"), "nothing is fetched from elsewhere");
        for (String part : List.of("app.js", "uPlot.js", "uPlot.css", "style.css", "icon.svg")) {
            assertEquals(200, served.get("/" + part).statusCode(), part);
        }
    }

    @Test
    void noPathLeadsOut() throws Exception {
        for (String path : List.of("/%2e%2e/META-INF/MANIFEST.MF", "/..%2f..%2fetc/passwd", "/page/app.js", "/uPlot.js/..;/x",
                "/../../fascicle/META-INF/MANIFEST.MF", "//etc/passwd", "/a%00b")) {
            int status = served.get(path).statusCode();
            assertTrue(status == 400 || status == 404 || status == 403, path + ": " + status);
        }
    }

    @Test
    void nothingListensOnOtherInterfaces() throws Exception {
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            for (InetAddress address : each.inetAddresses().filter(Inet4Address.class::isInstance).toList()) {
                try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress(address, served.port), 1000);
                    assertTrue(address.isLoopbackAddress(), "listens on " + address);
                } catch (IOException e) {
                    assertFalse(address.getHostAddress().equals("127.0.0.1"), e.getMessage());
                }
            }
        }
    }

    @Test
    void aTrainingIsFollowedCheckpointedAndStopped() throws Exception {
        try (Model model = Served.model(fascicle, 100_000);
                Training training =
                        dashboard.start("<b>digits</b>", fascicle.train(model).watch("gradient_size").watchEvery(10))) {
            JsonNode runs = served.json("/api/runs").get("runs");
            String id = runs.get(runs.size() - 1).get("id").asText();
            assertEquals("<b>digits</b>", runs.get(runs.size() - 1).get("name").asText());
            JsonNode run =
                    served.await("/api/run?id=" + id, now -> now.get("epoch").asInt() > 2 && now.get("stepCurves").size() > 0);
            assertTrue(run.get("live").asBoolean());
            assertEquals("loss", run.get("epochCurves").get(0).get("name").asText());
            assertTrue(run.get("epochCurves").toString().contains("\"val_accuracy\""), run.toString());
            JsonNode health =
                    served.await("/api/health?id=" + id + "&measure=gradient_size/rms", now -> now.get("curves").size() > 0);
            assertTrue(health.toString().contains("\"dense_1\"") || health.toString().contains("\"dense\""), health.toString());
            assertEquals(3, served.json("/api/network?id=" + id).get("layers").size());
            assertTrue(served.get("/csv?id=" + id).body().startsWith("epoch,loss,accuracy,"));

            HttpResponse<String> written = served.post("/api/checkpoint?id=" + id);
            assertEquals(200, written.statusCode(), written.body());
            assertEquals(200, served.post("/api/stop?id=" + id).statusCode());
            assertEquals(TrainingResult.End.STOPPED, training.join().end());
            assertEquals("stopped", served.await("/api/run?id=" + id, now -> !now.get("live").asBoolean()).get("state").asText());
            assertEquals(409, served.post("/api/stop?id=" + id).statusCode());

            List<Path> files;
            try (var list = Files.list(folder)) {
                files = list.toList();
            }
            assertEquals(1, files.size());
            String archive = "archive:" + files.get(0).getFileName();
            JsonNode past = served.json("/api/run?id=" + archive);
            assertEquals("loss", past.get("epochCurves").get(0).get("name").asText());
            assertNotEquals(0, past.get("epochCurves").get(0).get("x").size());
            assertEquals(3, served.json("/api/network?id=" + archive).get("layers").size());
        }
    }

    @Test
    void techniquesAreDescribedAndActivationsDrawn() throws Exception {
        assertTrue(served.json("/api/techniques").toString().contains("\"formula\""));
        JsonNode drawn =
                served.json("/api/drawing?kind=activation&name=relu&version=" + version("relu") + "").get("curves").get(0);
        assertEquals("value", drawn.get("name").asText());
        assertEquals(-6, drawn.get("x").get(0).asDouble());
        assertEquals(0, drawn.get("y").get(0).asDouble());
        assertEquals(6, drawn.get("y").get(drawn.get("y").size() - 1).asDouble());
        JsonNode rate = served.json("/api/drawing?kind=schedule&name=exponential&version=" + version("exponential")
                + "&epochs=40&option.initial=1&option.factor=0.5&option.every=10").get("curves").get(0);
        assertEquals(1, rate.get("y").get(0).asDouble());
        assertEquals(0.0625, rate.get("y").get(rate.get("y").size() - 1).asDouble(), 1e-3);
        assertEquals("it is drawn when these options are given: initial, factor, every",
                served.json("/api/drawing?kind=schedule&epochs=1&name=exponential&version=" + version("exponential"))
                        .get("reason").asText());
    }

    private String version(String technique) throws Exception {
        for (JsonNode each : served.json("/api/techniques").get("techniques")) {
            if (each.get("name").asText().equals(technique)) {
                return each.get("version").asText();
            }
        }
        throw new AssertionError(technique + " is not listed");
    }

    @Test
    void closedThereIsNothing() throws Exception {
        served.close();
        assertEquals(404, served.ask("GET", served.path).statusCode());
    }
}
