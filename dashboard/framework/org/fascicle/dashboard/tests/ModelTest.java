package org.fascicle.dashboard.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.fascicle.api.training.History;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Model files, trainings and examinations that are asked for over HTTP. */
public class ModelTest extends OpenDashboard {
    private static final int LONG = 1_000_000;

    @BeforeEach
    void writeOutside() throws IOException {
        Files.writeString(parent.resolve("secret.json"), Served.text("relu", 1));
    }

    private String train(String name, String text) throws Exception {
        HttpResponse<String> answer = served.post("/api/train?watch=true&name=" + Served.encoded(name), text);
        assertEquals(200, answer.statusCode(), answer.body());
        return new ObjectMapper().readTree(answer.body()).get("id").asText();
    }

    private TreeSet<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(parent)) {
            return new TreeSet<>(all.filter(Files::isRegularFile).map(file -> parent.relativize(file).toString()).toList());
        }
    }

    @Test
    void aTrainingEndsWithAnArchiveThatReplacesNone() throws Exception {
        Files.writeString(folder.resolve("first.fasc"), "somebody's");
        String id = train("first.json", Served.text("relu", 2));
        JsonNode run = served.await("/api/run?id=" + id, now -> !now.get("archive").asText().isEmpty());
        assertEquals("completed", run.get("state").asText());
        assertEquals("first-2.fasc", run.get("archive").asText());
        assertEquals("somebody's", Files.readString(folder.resolve("first.fasc")));
        History history = fascicle.history(folder.resolve("first-2.fasc"));
        assertEquals(2, history.values().get("loss").size());
        assertEquals(List.of("runs/first-2.fasc", "runs/first.fasc", "secret.json"), List.copyOf(files()));
        assertTrue(run.get("measures").size() > 0, "watched");
        JsonNode opened = served.json("/api/model?name=first-2.fasc");
        assertTrue(opened.get("text").asText().contains("\"network\""), opened.toString());
    }

    @Test
    void theDashboardsEndStopsAndKeepsWhatWasStartedInIt() throws Exception {
        String id = train("../../<b>long</b>", Served.text("relu", LONG));
        served.await("/api/run?id=" + id, now -> now.get("step").asLong() > 0);
        served.close();
        assertEquals(List.of("runs/b-long-b-.fasc", "secret.json"), List.copyOf(files()));
        assertTrue(fascicle.state(folder.resolve("b-long-b-.fasc")).isPresent());
    }

    @Test
    void onlySoManyRunAtATime() throws Exception {
        for (int i = 0; i < 4; i++) {
            train("long", Served.text("relu", LONG));
        }
        HttpResponse<String> more = served.post("/api/train?name=x", Served.text("relu", LONG));
        assertEquals(409, more.statusCode());
        assertTrue(more.body().contains("at most 4 trainings"), more.body());
    }

    @Test
    void mistakesAreSaidWithTheirPlaceAndWhatWasMeant() throws Exception {
        HttpResponse<String> answer = served.post("/api/train?name=mine", Served.text("relo", 1));
        assertEquals(409, answer.statusCode());
        assertTrue(answer.body().contains("/network/1/dense/activation") && answer.body().contains("Did you mean 'relu'?"),
                answer.body());
        answer = served.post("/api/doctor?steps=10&name=mine", "{ \"fascicle\": 1, \"netwrk\": [] }");
        assertEquals(409, answer.statusCode());
        assertTrue(answer.body().contains("Did you mean 'network'?"), answer.body());
        assertEquals(409, served.post("/api/train?name=x", new byte[] {(byte) 0xff}).statusCode());
        assertEquals(413, served.post("/api/train?name=x", new byte[(1 << 20) + 1]).statusCode());
    }

    @Test
    void modelFilesAreListedReadAndSaved() throws Exception {
        String text = Served.text("relu", 1);
        assertEquals(200, served.post("/api/save?name=mine", text).statusCode());
        assertEquals(text, Files.readString(folder.resolve("mine.json")));
        Files.writeString(folder.resolve("other.json"), "{ \"something\": \"fascicle\" }");
        Files.writeString(Files.createDirectory(folder.resolve("below")).resolve("<b>.json"), text);
        JsonNode names = served.json("/api/models").get("names");
        assertEquals("[\"below/<b>.json\",\"mine.json\"]", names.toString());
        assertEquals(text, served.json("/api/model?name=below/" + Served.encoded("<b>.json")).get("text").asText());
        HttpResponse<String> again = served.post("/api/save?name=mine.json", "other");
        assertEquals(409, again.statusCode());
        assertTrue(again.body().contains("is there already, and is not replaced"), again.body());
        assertEquals(text, Files.readString(folder.resolve("mine.json")));
        assertTrue(served.json("/api/template").get("text").asText().contains("\"fascicle\": 1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../out", "..", "/tmp/out", "a/b", "a\\b", "..\\out", "C:\\out", "x\0", "", ".hidden", "%2e%2e%2fout",
        "x\n", "<script>"})
    void noNameLeadsOutOfTheFolder(String name) throws Exception {
        TreeSet<String> before = files();
        int status = served.post("/api/save?name=" + Served.encoded(name), "{}").statusCode();
        // A percent sign that a browser wrote is one in the name: it stays in the folder.
        assertEquals(name.startsWith("%") ? 200 : 409, status);
        if (name.startsWith("%")) {
            Files.delete(folder.resolve(name + ".json"));
        }
        assertEquals(before, files());
        for (String read : List.of(name, "../secret.json", parent.resolve("secret.json").toString(), "./../secret.json",
                "..\\secret.json", "secret.json\0", "%2e%2e/secret.json")) {
            HttpResponse<String> answer = served.get("/api/model?name=" + Served.encoded(read));
            assertEquals(404, answer.statusCode(), read);
            assertFalse(answer.body().contains("network"));
        }
        assertEquals(404, served.get("/api/model?name=..%2fsecret.json").statusCode());
    }

    @Test
    void oneNetworkIsExaminedAtATimeAndItsRemedyIsTried() throws Exception {
        assertEquals(409, served.post("/api/doctor/cancel").statusCode());
        assertEquals(409, served.post("/api/doctor?name=x&steps=1", Served.text("relu", 1)).statusCode());
        String ill = Served.text("relu", 100).replace("\"adam\"", "{ \"sgd\": { \"learning_rate\": 1000 } }");
        assertEquals(200, served.post("/api/doctor?name=ill&steps=60", ill).statusCode());
        assertEquals(409, served.post("/api/doctor?name=other&steps=60", ill).statusCode());
        JsonNode done = served.await("/api/doctor", now -> now.get("state").asText().equals("done"));
        JsonNode finding = done.get("findings").get(0);
        assertEquals("rate too high", finding.get("name").asText(), done.toString());
        assertTrue(finding.get("lines").toString().contains("+ "), finding.toString());
        assertTrue(finding.get("changed").asText().contains("learning_rate"));
        assertTrue(done.get("unseen").isArray(), done.toString());

        assertEquals(409, served.post("/api/doctor/try?finding=7").statusCode());
        assertEquals(200, served.post("/api/doctor/try?finding=0").statusCode());
        JsonNode tried = served.await("/api/doctor",
                now -> now.get("state").asText().equals("done") && now.get("findings").get(0).get("tried").asBoolean())
                .get("findings").get(0);
        assertEquals("loss", tried.get("measure").asText());
        assertTrue(tried.get("before").isNull() || tried.get("after").asDouble() < tried.get("before").asDouble(),
                tried.toString());
    }

    @Test
    void anExaminationIsCancelled() throws Exception {
        assertEquals(200, served.post("/api/doctor?name=long&steps=100000", Served.text("relu", LONG)).statusCode());
        assertEquals(200, served.post("/api/doctor/cancel").statusCode());
        JsonNode ended = served.await("/api/doctor", now -> now.get("state").asText().equals("failed"));
        assertEquals("it was cancelled", ended.get("problem").asText());
    }
}
