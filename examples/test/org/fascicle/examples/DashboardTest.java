package org.fascicle.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard of the installed application, as a process. */
class DashboardTest {
    @TempDir
    Path folder;

    @Test
    void aFolderIsServedToWhoHasTheTokenUntilTheProcessIsAskedToEnd() throws Exception {
        Process process = new CommandLine(CommandLine.INSTALLATION, folder).start("dashboard");
        try (BufferedReader lines = process.inputReader()) {
            URI address = URI.create(lines.readLine());
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
            process.toHandle().destroy();
            assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it did not end");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static HttpResponse<String> ask(HttpClient client, URI address) throws Exception {
        return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }
}
