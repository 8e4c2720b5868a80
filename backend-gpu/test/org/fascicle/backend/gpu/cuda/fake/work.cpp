#include "work.h"

namespace {

int lose(const std::string& problem, int status) {
    state.lost = status;
    return fault(status, problem);
}

// Runs the first thing in a stream.
int run_one(Stream* stream) {
    Task task = std::move(stream->tasks.front());
    stream->tasks.pop_front();
    int status = task.before ? run_until(task.before) : SUCCESS;
    std::string problem = status == SUCCESS ? task.run() : "";
    return problem.empty() ? status : lose(problem, ILLEGAL_ADDRESS);
}

}  // namespace

void hurry() {
    for (Stream* stream : state.streams) {
        while (stream->hurries && state.lost == 0 && !stream->tasks.empty()
            && (!stream->tasks.front().before || stream->tasks.front().before->done)) {
            run_one(stream);
        }
    }
}

int run_all(Stream* stream) {
    int status = SUCCESS;
    while (status == SUCCESS && !stream->tasks.empty()) {
        status = run_one(stream);
    }
    return status;
}

int run_until(const std::shared_ptr<Record>& record) {
    int status = SUCCESS;
    while (status == SUCCESS && !record->done) {
        status = run_one(record->stream);
    }
    return status;
}

void put(Stream* stream, std::function<std::string()> run, std::shared_ptr<Record> before) {
    if (stream->captured != nullptr) {
        stream->captured->tasks.push_back({std::move(run), before});
    } else {
        stream->tasks.push_back({std::move(run), before});
        hurry();
    }
}
