package org.fascicle.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is done at some time. Used by one thread. */
final class Later {
    private final List<Entry> entries = new ArrayList<>();

    /** Does something. */
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    private record Entry(long when, Work work) {}

    void in(int millis, Work work) {
        entries.add(new Entry(System.currentTimeMillis() + millis, work));
    }

    /** Does what is due. */
    void tend(long now) throws IOException, InterruptedException {
        for (Entry each : List.copyOf(entries)) {
            if (now >= each.when()) {
                entries.remove(each);
                each.work().run();
            }
        }
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }
}
