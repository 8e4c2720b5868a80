package org.fascicle.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.net.ConnectException;
import java.net.CookieManager;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard of the installed application, as a process. */
class DashboardTest {
    private static final String LONG = """
            { "fascicle": 1, "data": { "digits": {} },
              "network": [ { "flatten": {} }, { "dense": { "units": 10, "activation": "softmax" } } ],
              "loss": "sparse_categorical_crossentropy", "optimizer": "sgd", "training": { "epochs": 1000000 } }""";

    @TempDir
    Path folder;

    @Test
    void aFolderIsServedToWhoHasTheTokenUntilTheProcessIsAskedToEnd() throws Exception {
        Process process = new CommandLine(CommandLine.INSTALLATION, folder).start("dashboard");
        try (BufferedReader lines = process.inputReader()) {
            assertServes(URI.create(lines.readLine()));
            process.toHandle().destroy();
            assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it did not end");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void aTrainingThatWasStartedInThePageIsStoppedAndSavedWhenTheProcessIsAskedToEnd() throws Exception {
        Process process = new CommandLine(CommandLine.INSTALLATION, folder).start("dashboard");
        try (BufferedReader lines = process.inputReader()) {
            URI address = URI.create(lines.readLine());
            HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager())
                    .followRedirects(HttpClient.Redirect.NORMAL).build();
            assertEquals(200, ask(browser, address).statusCode());
            HttpResponse<String> started = browser.send(HttpRequest.newBuilder(address.resolve("api/train?name=long"))
                    .header("X-Fascicle", "1").POST(HttpRequest.BodyPublishers.ofString(LONG)).build(), BodyHandlers.ofString());
            assertEquals(200, started.statusCode(), started.body());
            while (!ask(browser, address.resolve("api/run?id=run-1")).body().contains("\"state\":\"running\"")) {
                Thread.sleep(20);
            }
            process.toHandle().destroy();
            assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it did not end");
            assertTrue(Files.size(folder.resolve("long.fasc")) > 1000);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void anotherInterfaceIsServedWhenItIsNamedAndThenUnderThatNameAlone() throws Exception {
        Optional<String> other = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst();
        assumeTrue(other.isPresent(), "this machine has no other address");
        Path said = folder.resolve("said.txt");
        Process process = new CommandLine(CommandLine.INSTALLATION, folder).start(said, "dashboard", "--host", other.get());
        try {
            while (!Files.exists(said) || Files.readString(said).lines().noneMatch(line -> line.startsWith("http:"))) {
                assertTrue(process.isAlive(), () -> "it ended");
                Thread.sleep(20);
            }
            assertTrue(Files.readString(said).contains("over plain HTTP"), Files.readString(said));
            URI address = URI.create(
                    Files.readString(said).lines().filter(line -> line.startsWith("http:")).findFirst().orElseThrow());
            assertEquals(other.get(), address.getHost());
            HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager())
                    .followRedirects(HttpClient.Redirect.NORMAL).build();
            assertEquals(200, ask(browser, address).statusCode());
            assertEquals(403, ask(HttpClient.newHttpClient(), address.resolve("api/runs")).statusCode());
            assertThrows(ConnectException.class,
                    () -> ask(browser, URI.create("http://127.0.0.1:" + address.getPort() + "/fascicle/")));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    @Tag("long")
    void inKarafItsOwnServerServes() throws Exception {
        try (KarafHost karaf = new KarafHost(folder, Map.of())) {
            karaf.run("kar:install " + Workspace.BUNDLES.resolveSibling("fascicle.kar").toUri(),
                    "feature:install fascicle-dashboard fascicle-commands");
            List<String> lines = karaf.run("fascicle:dashboard " + Files.createDirectories(folder.resolve("runs")));
            URI address = URI.create(lines.stream().filter(line -> line.startsWith("http:")).findFirst().orElseThrow());
            // it takes up servlets on a thread of its own
            Instant end = Instant.now().plusSeconds(60);
            while (ask(HttpClient.newHttpClient(), address.resolve("api/runs")).statusCode() == 404
                    && Instant.now().isBefore(end)) {
                Thread.sleep(100);
            }
            assertServes(address);
            KarafHost.Output refused = karaf.client("fascicle:dashboard --port 1");
            assertNotEquals(0, refused.code());
            assertTrue(refused.text().contains("the web server of this platform listens at port"), refused::text);
            karaf.run("fascicle:dashboard --close");
            assertEquals(404, ask(HttpClient.newHttpClient(), address).statusCode());
            assertEquals(List.of(), karaf.problems());
            karaf.stop();
        }
    }

    private static void assertServes(URI address) throws Exception {
        assertEquals("127.0.0.1", address.getHost());
        URI runs = address.resolve("api/runs");
        HttpResponse<String> refused = ask(HttpClient.newHttpClient(), runs);
        assertEquals(403, refused.statusCode());
        assertEquals("", refused.body());
        HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL).build();
        HttpResponse<String> page = ask(browser, address);
        assertEquals(200, page.statusCode());
        assertTrue(page.body().startsWith("<!DOCTYPE html>"), page.body());
        assertFalse(page.uri().toString().contains("token"), page.uri().toString());
        HttpResponse<String> answer = ask(browser, runs);
        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().endsWith("\"runs\":[]}"), answer.body());
    }

    private static HttpResponse<String> ask(HttpClient client, URI address) throws Exception {
        return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }
}
