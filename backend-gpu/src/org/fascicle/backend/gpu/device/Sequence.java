package org.fascicle.backend.gpu.device;

import java.util.List;

/** Calls that are put into the queue one after the other. */
public final class Sequence implements Call {
    private final Call[] calls;

    /** One of some calls, which are closed with it. */
    public Sequence(List<Call> calls) {
        this.calls = calls.toArray(new Call[0]);
    }

    @Override
    public void enqueue() {
        for (Call call : calls) {
            call.enqueue();
        }
    }

    @Override
    public void close() {
        for (Call call : calls) {
            call.close();
        }
    }
}
