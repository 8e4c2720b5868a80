// What stands in the streams of the fake driver, and when it runs.
#ifndef FAKE_WORK_H
#define FAKE_WORK_H

#include "state.h"

// Puts something into a stream, or into the graph that is captured from it; "before": what must have happened on another stream.
void put(Stream* stream, std::function<std::string()> run, std::shared_ptr<Record> before = nullptr);

// Runs what stands in a stream.
int run_all(Stream* stream);

// Runs a stream until an event has happened.
int run_until(const std::shared_ptr<Record>& record);

// Runs what can run in the streams that hurry.
void hurry();

#endif
