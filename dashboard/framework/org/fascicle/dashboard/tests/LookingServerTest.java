package org.fascicle.dashboard.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.JsonNode;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.training.Training;
import org.junit.jupiter.api.Test;

/** What requests find out about networks: layers, predictions, the parts of a step; and how they change a training. */
public class LookingServerTest extends OpenDashboard {

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String last() throws Exception {
        JsonNode runs = served.json("/api/runs").get("runs");
        for (int i = runs.size() - 1; i >= 0; i--) {
            if (!runs.get(i).get("id").asText().startsWith("archive:")) {
                return runs.get(i).get("id").asText();
            }
        }
        throw new AssertionError("no run: " + runs);
    }

    private JsonNode done(String path) throws Exception {
        assertEquals(200, served.post(path).statusCode());
        JsonNode found = served.await(path, now -> !now.get("state").asText().equals("working"));
        assertEquals("done", found.get("state").asText(), found.toString());
        return found;
    }

    @Test
    void branchesAreEdges() throws Exception {
        Definition definition = Definition.text("""
                { "fascicle": 1, "inputs": { "a": [4], "b": [3] }, "outputs": [ "sum", "side" ],
                  "network": [ { "dense": { "units": 5, "name": "left", "inputs": "a" } },
                               { "dense": { "units": 5, "name": "right", "inputs": "b" } },
                               { "add": { "name": "sum", "inputs": [ "left", "right" ] } },
                               { "dense": { "units": 2, "name": "side", "inputs": "right" } } ] }""", "branches");
        try (Model model = fascicle.create(definition, Settings.defaults())) {
            model.save(folder.resolve("branches.fasc"));
        }
        JsonNode network = served.json("/api/network?id=archive:branches.fasc");
        assertEquals("[\"left\",\"right\"]", network.get("layers").get(2).get("inputs").toString());
        assertEquals("[\"b\"]", network.get("layers").get(1).get("inputs").toString());
        assertEquals("a", network.get("inputs").get(0).get("name").asText());
        assertEquals("side", network.get("outputs").get(1).get("from").asText());
        assertTrue(network.get("tensors").toString().contains("{\"path\":\"left/kernel\",\"shape\":\"[4, 5]\""),
                network.toString());
        assertEquals(200, served.post("/api/predictions?id=archive:branches.fasc").statusCode());
        JsonNode none = served.await("/api/predictions?id=archive:branches.fasc",
                now -> now.get("state").asText().equals("failed"));
        assertFalse(none.get("problem").asText().isBlank());
    }

    @Test
    void anArchiveIsPredictedAndItsMistakesAreShown() throws Exception {
        try (Model model = Served.model(fascicle, 2); Training training = fascicle.train(model).start()) {
            training.join();
            training.save(folder.resolve("two.fasc"));
        }
        String path = "/api/predictions?id=archive:two.fasc";
        assertEquals("none", served.json(path).get("state").asText());
        JsonNode found = done(path);
        assertEquals("all 297 test rows", found.get("rows").asText());
        JsonNode counts = found.get("outputs").get(0).get("counts");
        int all = 0;
        int wrong = -1;
        for (int i = 0; i < 100; i++) {
            int count = counts.get(i / 10).get(i % 10).asInt();
            all += count;
            wrong = i / 10 != i % 10 && count > 0 ? i : wrong;
        }
        assertEquals(297, all);
        assertTrue(wrong >= 0, "two epochs leave mistakes");
        JsonNode examples =
                served.json("/api/examples?id=archive:two.fasc&output=output&truth=" + wrong / 10 + "&predicted=" + wrong % 10);
        assertEquals(counts.get(wrong / 10).get(wrong % 10).asInt(), examples.get("count").asInt());
        JsonNode picture = examples.get("examples").get(0).get("pictures").get(0);
        assertEquals(64, picture.get("bytes").binaryValue().length);
        double probability = examples.get("examples").get(0).get("probability").asDouble();
        assertTrue(probability > 0.1 && probability <= 1, examples.toString());
        assertEquals(404, served.get("/api/examples?id=archive:two.fasc&output=output&truth=10&predicted=0").statusCode());
    }

    @Test
    void aTrainingIsPredictedMeasuredAndChangedWhileItRuns() throws Exception {
        try (Model model = Served.model(fascicle, 1_000_000);
                Training training = dashboard.start("digits", fascicle.train(model).watch("weight_spread").watchEvery(20))) {
            String id = last();
            JsonNode predicted = done("/api/predictions?id=" + id);
            assertTrue(predicted.get("step").asLong() >= 0);
            JsonNode strips =
                    served.await("/api/run?id=" + id, now -> now.get("spreads").size() > 0 && now.get("epoch").asInt() > 3);
            assertEquals("weight_spread/histogram", strips.get("spreads").get(0).asText());
            JsonNode spread = served.json("/api/spread?id=" + id + "&measure=weight_spread/histogram&from=1");
            assertEquals(spread.get("places").get(1).asText(), spread.get("strips").get(0).get("name").asText());
            int sum = 0;
            for (JsonNode count : spread.get("strips").get(0).get("values").get(0)) {
                sum += count.asInt();
            }
            assertTrue(sum > 0 && spread.get("strips").get(0).get("least").get(0).isNumber(), spread.toString());

            JsonNode profile = done("/api/profile?id=" + id);
            assertTrue(profile.get("parts").size() > 3 && profile.get("busy").asBoolean());
            assertTrue(profile.get("parts").toString().contains("\"dense\""), profile.toString());

            assertEquals(409, served.post("/api/change?id=" + id + "&rate=fast").statusCode());
            String refused = served.post("/api/change?id=" + id + "&optimizer=adamm&options=").body();
            assertTrue(refused.contains("adam"), refused);
            assertEquals(200, served.post("/api/change?id=" + id + "&rate=0.0005").statusCode());
            served.await("/api/run?id=" + id, now -> now.get("events").toString().contains("optimizer.learning_rate = 0.0005"));
            String changed = served
                    .post("/api/change?id=" + id + "&optimizer=nesterov&options=" + encoded("{\"learning_rate\": 0.01}")).body();
            assertTrue(changed.contains("nesterov"), changed);
            JsonNode run = served.await("/api/run?id=" + id, now -> now.get("events").size() == 2);
            assertTrue(run.get("events").get(1).get("step").asLong() > 0, run.get("events").toString());
            assertTrue(training.isRunning());
            training.stop();
            training.join();
            assertEquals(409, served.post("/api/change?id=" + id + "&rate=0.1").statusCode());
        }
    }
}
