/* esp32-sim: the main loop. Options and commands are in options.c, which is also the manual. */
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "clock.h"
#include "simulation.h"
#include "watch.h"

enum { HICCUP_MS = 20, WATCH_PERIOD_US = 100000, INPUT_BYTES = 512, NS_PER_US = 1000 };

static volatile sig_atomic_t ended_by_signal;

static void on_signal(int number)
{
    ended_by_signal = number;
}

typedef struct operator_input {
    bool open;
    bool skipping; /* the line was too long */
    size_t length;
    char line[INPUT_BYTES];
} operator_input;

static void take_input(operator_input *input, simulation *sim, uint64_t now_us)
{
    char bytes[INPUT_BYTES];
    const ssize_t got = read(STDIN_FILENO, bytes, sizeof bytes);
    if (got <= 0) {
        input->open = got < 0 && (errno == EINTR || errno == EAGAIN);
        return;
    }
    for (ssize_t i = 0; i < got; i++) {
        if (bytes[i] == '\n') {
            input->line[input->length] = '\0';
            if (!input->skipping) {
                simulation_command(sim, input->line, now_us);
            }
            input->length = 0;
            input->skipping = false;
        } else if (input->length + 1U < sizeof input->line) {
            input->line[input->length++] = bytes[i];
        } else {
            input->skipping = true;
        }
    }
}

static int start_timer(uint32_t tick_us)
{
    const int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    const struct timespec period = {.tv_sec = 0, .tv_nsec = (long)tick_us * NS_PER_US};
    const struct itimerspec setting = {.it_interval = period, .it_value = period};
    if (timer >= 0 && timerfd_settime(timer, 0, &setting, NULL) != 0) {
        close(timer);
        return -1;
    }
    return timer;
}

/* SIGINT and SIGTERM are taken only while waiting, so none is lost between looking and waiting. */
static void catch_signals(sigset_t *while_waiting)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
    sigaction(SIGTTIN, &action, NULL);
    sigset_t blocked;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGINT);
    sigaddset(&blocked, SIGTERM);
    sigprocmask(SIG_BLOCK, &blocked, while_waiting);
    sigdelset(while_waiting, SIGINT);
    sigdelset(while_waiting, SIGTERM);
}

/* Told before anything else is done, so that a reader knows that what follows came late. */
static void note_hiccup(simulation *sim, uint64_t *last_ns, uint32_t tick_us)
{
    const uint64_t now_ns = clock_log_ns();
    const uint64_t gap_us = (now_ns - *last_ns) / NS_PER_US;
    *last_ns = now_ns;
    if (gap_us > tick_us + HICCUP_MS * 1000U) {
        event_log_write(&sim->log, "hiccup", ",\"late_ms\":%lu", (unsigned long)((gap_us - tick_us) / 1000U));
    }
}

static void run(simulation *sim, const sim_options *options, int timer, const sigset_t *while_waiting)
{
    operator_input input = {.open = true};
    uint64_t last_ns = clock_log_ns();
    uint64_t watch_due_us = 0;
    while (!sim->quit && ended_by_signal == 0) {
        struct pollfd waited[] = {
            {.fd = timer, .events = POLLIN},
            {.fd = input.open ? STDIN_FILENO : -1, .events = POLLIN},
            {.fd = simulation_wants_line(sim) ? sim->link.master : -1, .events = POLLIN},
        };
        if (ppoll(waited, sizeof waited / sizeof waited[0], NULL, while_waiting) < 0 && errno != EINTR) {
            return;
        }
        uint64_t expirations = 0;
        if (read(timer, &expirations, sizeof expirations) < 0 && errno != EAGAIN) {
            return;
        }
        note_hiccup(sim, &last_ns, options->tick_us);
        if (waited[1].revents != 0) {
            take_input(&input, sim, clock_board_us());
        }
        simulation_collect(sim);
        const uint64_t now_us = clock_board_us();
        simulation_step(sim, now_us);
        if (options->watch && now_us >= watch_due_us) {
            watch_print(sim);
            watch_due_us = now_us + WATCH_PERIOD_US;
        }
    }
}

/* A microcontroller is not kept waiting by other programs. Where that is not allowed, hiccups are told in the log. */
static bool ask_for_realtime(void)
{
    const struct sched_param lowest = {.sched_priority = 1};
    return sched_setscheduler(0, SCHED_FIFO, &lowest) == 0;
}

int main(int argc, char **argv)
{
    static simulation sim;
    sim_options options;
    const options_result result = options_parse(argc, argv, &options);
    if (result != OPTIONS_RUN) {
        return result == OPTIONS_DONE ? 0 : 2;
    }
    sigset_t while_waiting;
    catch_signals(&while_waiting);
    const int timer = start_timer(options.tick_us);
    const char *const problem =
        timer < 0 ? "cannot make a timer" : simulation_start(&sim, &options, clock_board_us());
    if (problem != NULL) {
        fprintf(stderr, "esp32-sim: %s: %s\n", problem, strerror(errno));
        return 1;
    }
    fprintf(stderr, "esp32-sim: serial line at %s%s\n",
            options.link_path != NULL ? options.link_path : sim.link.device,
            ask_for_realtime() ? "" : " (no realtime priority: hiccups are possible)");
    run(&sim, &options, timer, &while_waiting);
    simulation_end(&sim);
    close(timer);
    return 0;
}
