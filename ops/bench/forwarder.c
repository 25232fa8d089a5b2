/*
 * The floor that the relay is measured against: one thread hands the bytes of one TCP connection to another and looks at
 * none of them. The first four bytes of a connection are its pair's number; two of one number belong together.
 *
 *   bench-forwarder PORT      listens on 127.0.0.1, prints "ready"; ends on SIGTERM
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_PAIRS = 8192, EVENTS = 256, BUFFER_BYTES = 16384, BACKLOG = 4096, NUMBER_BYTES = 4, DECIMAL = 10 };

typedef struct side {
    int fd;
    bool is_numbered;
    struct side *other; /* NULL: not there yet */
    size_t waiting;     /* bytes in `bytes` that this side did not take */
    uint8_t *bytes;     /* made when it is first needed */
} side;

static side *alone[MOST_PAIRS]; /* by number: the first of a pair, until the second comes */

static void watch(int epoll, int operation, side *on, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.ptr = on};
    epoll_ctl(epoll, operation, on->fd, &event);
}

/* One end closes both. The memory of the other goes when its own event comes. */
static void end(side *of)
{
    if (of->other != NULL) {
        of->other->other = NULL;
        shutdown(of->other->fd, SHUT_RDWR);
    }
    for (size_t i = 0; i < MOST_PAIRS; i++) {
        if (alone[i] == of) {
            alone[i] = NULL;
        }
    }
    close(of->fd);
    free(of->bytes);
    free(of);
}

static void accept_all(int epoll, int listener)
{
    int fd = -1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        const int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        side *const made = calloc(1, sizeof *made);
        if (made == NULL) {
            close(fd);
            return;
        }
        made->fd = fd;
        watch(epoll, EPOLL_CTL_ADD, made, EPOLLIN);
    }
}

/* False: the connection is over. */
static bool read_number(side *from)
{
    uint8_t number[NUMBER_BYTES];
    if (recv(from->fd, number, sizeof number, 0) != (ssize_t)sizeof number) {
        return false; /* four bytes come at once or not at all on loopback */
    }
    const uint32_t pair =
        (uint32_t)number[0] << 24 | (uint32_t)number[1] << 16 | (uint32_t)number[2] << 8 | (uint32_t)number[3];
    if (pair >= MOST_PAIRS) {
        return false;
    }
    from->is_numbered = true;
    if (alone[pair] == NULL) {
        alone[pair] = from;
    } else {
        from->other = alone[pair];
        from->other->other = from;
        alone[pair] = NULL;
    }
    return true;
}

/* Keeps what the other side does not take, and reads no more until it has. */
static bool keep(int epoll, side *from, side *to, const uint8_t *bytes, size_t length)
{
    if (to->bytes == NULL) {
        to->bytes = malloc(BUFFER_BYTES);
    }
    if (to->bytes == NULL) {
        return false;
    }
    memcpy(to->bytes, bytes, length);
    to->waiting = length;
    watch(epoll, EPOLL_CTL_MOD, from, 0);
    watch(epoll, EPOLL_CTL_MOD, to, EPOLLOUT | (from->waiting > 0U ? 0U : (uint32_t)EPOLLIN));
    return true;
}

static bool forward(int epoll, side *from)
{
    static uint8_t bytes[BUFFER_BYTES];
    if (from->other == NULL) {
        char probe = 0;
        return recv(from->fd, &probe, 1, MSG_PEEK) > 0; /* its bytes wait in the kernel */
    }
    const ssize_t got = recv(from->fd, bytes, sizeof bytes, 0);
    if (got <= 0) {
        return got < 0 && (errno == EAGAIN || errno == EINTR);
    }
    const ssize_t sent = send(from->other->fd, bytes, (size_t)got, MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) {
        return false;
    }
    const size_t taken = sent > 0 ? (size_t)sent : 0U;
    return taken == (size_t)got || keep(epoll, from, from->other, bytes + taken, (size_t)got - taken);
}

static bool drain(int epoll, side *to)
{
    const ssize_t sent = send(to->fd, to->bytes, to->waiting, MSG_NOSIGNAL);
    if (sent < 0) {
        return errno == EAGAIN || errno == EINTR;
    }
    to->waiting -= (size_t)sent;
    memmove(to->bytes, to->bytes + sent, to->waiting);
    if (to->waiting == 0U) {
        const bool reads = to->other == NULL || to->other->waiting == 0U;
        watch(epoll, EPOLL_CTL_MOD, to, reads ? (uint32_t)EPOLLIN : 0U);
        if (to->other != NULL) {
            watch(epoll, EPOLL_CTL_MOD, to->other, EPOLLIN | (to->other->waiting > 0U ? (uint32_t)EPOLLOUT : 0U));
        }
    }
    return true;
}

static void serve(int epoll, side *ready, uint32_t events)
{
    bool open = true;
    if ((events & EPOLLOUT) != 0U && ready->waiting > 0U) {
        open = drain(epoll, ready);
    }
    if (open && (events & EPOLLIN) != 0U) {
        open = ready->is_numbered ? forward(epoll, ready) : read_number(ready);
    }
    if (!open || (events & (EPOLLHUP | EPOLLERR)) != 0U) {
        end(ready);
    }
}

static int listen_on(uint16_t port)
{
    const int on = 1;
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (listener < 0 || setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        bind(listener, (const struct sockaddr *)&address, sizeof address) != 0 || listen(listener, BACKLOG) != 0) {
        return -1;
    }
    return listener;
}

int main(int argc, char **argv)
{
    const long port = argc == 2 ? strtol(argv[1], NULL, DECIMAL) : 0;
    if (port < 1 || port > UINT16_MAX) {
        fputs("Usage: bench-forwarder PORT (1 to 65535)\n", stderr);
        return 2;
    }
    static side listening;
    const int epoll = epoll_create1(EPOLL_CLOEXEC);
    listening.fd = listen_on((uint16_t)port);
    if (epoll < 0 || listening.fd < 0) {
        fprintf(stderr, "bench-forwarder: cannot listen on port %ld: %s\n", port, strerror(errno));
        return 1;
    }
    watch(epoll, EPOLL_CTL_ADD, &listening, EPOLLIN);
    puts("ready");
    fflush(stdout);
    static struct epoll_event events[EVENTS];
    for (;;) {
        const int count = epoll_wait(epoll, events, EVENTS, -1);
        for (int i = 0; i < count; i++) {
            side *const ready = events[i].data.ptr;
            if (ready == &listening) {
                accept_all(epoll, listening.fd);
            } else {
                serve(epoll, ready, events[i].events);
            }
        }
    }
}
