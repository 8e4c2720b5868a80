package org.fascicle.app.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.installation.Installer;
import org.fascicle.api.installation.Leak;
import org.junit.jupiter.api.Test;

/** leaks. */
class LeaksTest {
    private final FakePlatform platform = new FakePlatform();
    private final Map<String, List<String>> elsewhere = new LinkedHashMap<>();

    private void leaks(List<Leak> leaks) {
        platform.installer =
                (Installer) Proxy.newProxyInstance(LeaksTest.class.getClassLoader(), new Class<?>[] {Installer.class},
                        (proxy, method, arguments) -> {
                            return method.getName().equals("leaksElsewhere") ? elsewhere : leaks;
                        });
    }

    @Test
    void aBundleThatIsHeldIsListedWithItsPath() {
        leaks(List.of(
                Leak.of("com.example.a", "1.0.0", Instant.parse("2026-01-02T03:04:05Z"), List.of("a thread", "-> an object"))));
        assertEquals(Verb.FAILED, platform.run("leaks"));
        assertEquals("""
                com.example.a 1.0.0 was stopped at 2026-01-02T03:04:05Z, and its classes are still held:
                  a thread
                  -> an object
                """, platform.out());
    }

    @Test
    void nothingIsHeld() {
        leaks(List.of());
        assertEquals(Verb.DONE, platform.run("leaks"));
        assertEquals("this process: no bundle that was uninstalled or replaced is held in memory\n", platform.out());
    }

    @Test
    void otherProcessesSayWhatTheyHold() {
        leaks(List.of());
        elsewhere.put("process 7 (shell)", List.of());
        assertEquals(Verb.DONE, platform.run("leaks"));
        elsewhere.put("process 8 (train model.json)", List.of("com.example.a 1.0.0 was stopped", "  a thread"));
        platform.out.reset();
        assertEquals(Verb.FAILED, platform.run("leaks"));
        assertEquals("""
                process 7 (shell): no bundle that was uninstalled or replaced is held in memory
                process 8 (train model.json):
                  com.example.a 1.0.0 was stopped
                    a thread
                this process: no bundle that was uninstalled or replaced is held in memory
                """, platform.out());
    }
}
