package org.fascicle.installer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What has to be done to take a change back, the last step first. Used by one thread. */
final class Undo {
    private final Deque<Step> steps = new ArrayDeque<>();

    /** Takes a step back. */
    interface Step {
        void run() throws Exception;
    }

    void add(Step step) {
        steps.push(step);
    }

    /** Takes all back, and gives what could not be, a sentence each. */
    List<String> run() {
        List<String> problems = new ArrayList<>();
        while (!steps.isEmpty()) {
            try {
                steps.pop().run();
            } catch (Exception e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        return problems;
    }
}
