package org.fascicle.dashboard.tests;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.fascicle.api.Fascicle;
import org.fascicle.api.dashboard.Dashboard;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/** A dashboard that is open, and somebody who asks it. */
final class Served implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    final String server;
    final String path;
    final int port;
    private final Dashboard dashboard;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String cookie;

    Served(Dashboard dashboard, Path folder) throws Exception {
        this.dashboard = dashboard;
        this.path = dashboard.open(folder);
        this.server = endpoint();
        this.port = URI.create(server).getPort();
        this.cookie = ask("GET", path).headers().firstValue("set-cookie").orElse("none").split(";")[0];
    }

    // The server begins to listen beside the tests.
    private static String endpoint() throws Exception {
        BundleContext context = FrameworkUtil.getBundle(Served.class).getBundleContext();
        long end = System.nanoTime() + PATIENCE;
        while (System.nanoTime() < end) {
            ServiceReference<?>[] found = context.getAllServiceReferences("org.osgi.service.http.runtime.HttpServiceRuntime",
                    "(osgi.http.endpoint=http://127.0.0.1:*)");
            if (found != null) {
                String[] all = (String[]) found[0].getProperty("osgi.http.endpoint");
                return all[0].substring(0, all[0].length() - 1);
            }
            Thread.sleep(20);
        }
        throw new AssertionError("the server does not listen");
    }

    /** A network that learns the digits in so many epochs. */
    static Model model(Fascicle fascicle, int epochs) {
        return fascicle.create(Definition.text(text("relu", epochs), "digits"), Settings.defaults());
    }

    /** The model file of such a network. */
    static String text(String activation, int epochs) {
        return """
                { "fascicle": 1, "data": { "digits": { "validation": 300, "scale": "unit" } },
                  "network": [ { "flatten": {} }, { "dense": { "units": 8, "activation": "%s" } },
                               { "dense": { "units": 10, "activation": "softmax" } } ],
                  "loss": "sparse_categorical_crossentropy", "metrics": [ "accuracy" ], "optimizer": "adam",
                  "training": { "epochs": %d, "batch_size": 32, "seed": 1 } }""".formatted(activation, epochs);
    }

    HttpResponse<String> ask(String method, String address, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + address)).method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** With the cookie. */
    HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return ask("GET", "/fascicle" + address, "Cookie", cookie);
    }

    HttpResponse<String> post(String address) throws IOException, InterruptedException {
        return ask("POST", "/fascicle" + address, "Cookie", cookie, "X-Fascicle", "1", "Origin", server);
    }

    /** With what is sent. */
    HttpResponse<String> post(String address, HttpRequest.BodyPublisher body) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(server + "/fascicle" + address)).POST(body)
                .headers("Cookie", cookie, "X-Fascicle", "1", "Origin", server).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String address, String text) throws IOException, InterruptedException {
        return post(address, BodyPublishers.ofString(text));
    }

    HttpResponse<String> post(String address, byte[] bytes) throws IOException, InterruptedException {
        return post(address, BodyPublishers.ofByteArray(bytes));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    String cookie() {
        return cookie;
    }

    JsonNode json(String address) throws IOException, InterruptedException {
        HttpResponse<String> response = get(address);
        if (response.statusCode() != 200) {
            throw new AssertionError(address + ": " + response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    /** Asks until the answer is as it should be. */
    JsonNode await(String address, Predicate<JsonNode> wanted) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE;
        JsonNode last;
        do {
            last = json(address);
            if (wanted.test(last)) {
                return last;
            }
            Thread.sleep(20);
        } while (System.nanoTime() < end);
        throw new AssertionError("after a minute " + address + " still answers " + last);
    }

    @Override
    public void close() {
        dashboard.close();
    }
}
