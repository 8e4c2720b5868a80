package org.fascicle.dashboard.tests;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Chromium without a window, driven by the protocol WebDriver. */
final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);
    /** The key, as the protocol writes it. */
    static final String ENTER = "\uE007";
    private static final String DRIVER = "chromedriver";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process driver;
    private final String session;

    /** The driver, where it is installed. */
    static Optional<Path> driver() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(folder -> Path.of(folder, DRIVER))
                .filter(Files::isExecutable).findFirst();
    }

    Browser(Path program, int width, boolean dark) throws IOException, InterruptedException {
        driver = new ProcessBuilder(program.toString(), "--port=0").redirectErrorStream(true).start();
        String server = "http://127.0.0.1:" + port(driver);
        List<String> flags = new ArrayList<>(List.of("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--window-size=" + width + ",900"));
        if (dark) {
            flags.add("--blink-settings=preferredColorScheme=0");
        }
        JsonNode made = send("POST", server + "/session", Map.of("capabilities", Map.of("alwaysMatch",
                Map.of("browserName", "chrome", "goog:chromeOptions", Map.of("args", flags), "goog:loggingPrefs",
                        Map.of("browser", "ALL")))));
        session = server + "/session/" + made.get("sessionId").asText();
    }

    private static String port(Process driver) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8));
        String line;
        StringBuilder all = new StringBuilder();
        while ((line = lines.readLine()) != null) {
            all.append(line).append('\n');
            Matcher started = STARTED.matcher(line);
            if (started.find()) {
                return started.group(1);
            }
        }
        throw new IOException("the driver does not start: " + all);
    }

    private JsonNode send(String method, String address, Object body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).header("Content-Type", "application/json")
                .method(method,
                        method.equals("POST") ? BodyPublishers.ofString(JSON.writeValueAsString(body)) : BodyPublishers.noBody())
                .build();
        JsonNode value = JSON.readTree(client.send(request, BodyHandlers.ofString()).body()).get("value");
        if (value != null && value.has("error")) {
            throw new IOException(value.get("error").asText() + ": " + value.get("message").asText());
        }
        return value;
    }

    void go(String address) throws IOException, InterruptedException {
        send("POST", session + "/url", Map.of("url", address));
    }

    String address() throws IOException, InterruptedException {
        return send("GET", session + "/url", null).asText();
    }

    /** What a script returns. */
    JsonNode run(String script) throws IOException, InterruptedException {
        return send("POST", session + "/execute/sync", Map.of("script", script, "args", List.of()));
    }

    /** Waits until an expression of JavaScript is true. */
    void await(String expression) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE;
        while (!run("return Boolean(" + expression + ")").asBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("after a minute it is not so that " + expression + "; the page says: "
                        + run("return document.body.innerText").asText() + "; its console: " + console());
            }
            Thread.sleep(50);
        }
    }

    /** Presses a button with the keyboard, once it is there. */
    void press(String text) throws IOException, InterruptedException {
        String button = "[...document.querySelectorAll('button')].find(b => b.textContent === '" + text + "' && !b.disabled)";
        await(button);
        run(button + ".focus()");
        type(ENTER);
    }

    /** Presses keys on what has the focus. */
    void type(String keys) throws IOException, InterruptedException {
        JsonNode active = send("GET", session + "/element/active", null);
        send("POST", session + "/element/" + active.elements().next().asText() + "/value", Map.of("text", keys));
    }

    /** Chooses a file in a field for one. */
    void choose(String selector, Path file) throws IOException, InterruptedException {
        JsonNode field = send("POST", session + "/element", Map.of("using", "css selector", "value", selector));
        send("POST", session + "/element/" + field.elements().next().asText() + "/value", Map.of("text", file.toString()));
    }

    /** Writes a text into a field in place of what is there, as somebody would who pastes it. */
    void write(String selector, String text) throws IOException, InterruptedException {
        await("document.querySelector(" + JSON.writeValueAsString(selector) + ")");
        run("const field = document.querySelector(" + JSON.writeValueAsString(selector) + "); field.value = "
                + JSON.writeValueAsString(text)
                + "; field.dispatchEvent(new Event('input')); field.dispatchEvent(new Event('change'))");
    }

    /** What the page has written to its console, errors of loading included. */
    List<String> console() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        send("POST", session + "/se/log", Map.of("type", "browser")).forEach(entry -> lines.add(entry.toString()));
        return lines;
    }

    byte[] screenshot() throws IOException, InterruptedException {
        return send("GET", session + "/screenshot", null).binaryValue();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try {
            send("DELETE", session, null);
        } finally {
            driver.destroy();
            driver.waitFor(10, TimeUnit.SECONDS);
        }
    }
}
