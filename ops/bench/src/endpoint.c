#include "endpoint.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"

static void watch(const endpoint *self, int operation)
{
    struct epoll_event event = {.events = EPOLLIN | (self->waits_to_write ? (uint32_t)EPOLLOUT : 0U)};
    event.data.u64 = self->key;
    epoll_ctl(self->epoll, operation, self->fd, &event);
}

bool endpoint_connect(endpoint *self, const struct sockaddr_in *address, int epoll, uint64_t key, seeded_random *masks)
{
    const int on = 1;
    self->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    self->gone = false;
    self->waits_to_write = false;
    self->in_used = self->in_read = self->out_used = 0;
    self->skip = 0;
    self->epoll = epoll;
    self->key = key;
    self->masks = masks;
    if (self->fd < 0 || connect(self->fd, (const struct sockaddr *)address, sizeof *address) != 0 ||
        setsockopt(self->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0 ||
        fcntl(self->fd, F_SETFL, O_NONBLOCK) != 0) {
        const int error = errno;
        endpoint_close(self);
        errno = error;
        return false;
    }
    watch(self, EPOLL_CTL_ADD);
    return true;
}

void endpoint_close(endpoint *self)
{
    if (self->fd >= 0) {
        close(self->fd);
    }
    self->fd = -1;
}

void endpoint_put(endpoint *self, const uint8_t *bytes, size_t length)
{
    if (self->out_used + length > sizeof self->out) {
        self->gone = true;
        return;
    }
    memcpy(self->out + self->out_used, bytes, length);
    self->out_used += length;
}

void endpoint_put_frame(endpoint *self, unsigned opcode, const uint8_t *payload, size_t length)
{
    if (self->out_used + length + FRAME_OVERHEAD_BYTES > sizeof self->out) {
        self->gone = true;
        return;
    }
    self->out_used +=
        frame_write(self->out + self->out_used, opcode, payload, length, (uint32_t)random_next(self->masks));
}

void endpoint_put_text(endpoint *self, const char *text)
{
    endpoint_put_frame(self, FRAME_TEXT, (const uint8_t *)text, strlen(text));
}

void endpoint_flush(endpoint *self)
{
    if (self->fd < 0 || self->out_used == 0U) {
        return;
    }
    const ssize_t sent = send(self->fd, self->out, self->out_used, MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) {
        self->gone = true;
        return;
    }
    if (sent > 0) {
        self->out_used -= (size_t)sent;
        memmove(self->out, self->out + sent, self->out_used);
    }
    if ((self->out_used > 0U) != self->waits_to_write) {
        self->waits_to_write = self->out_used > 0U;
        watch(self, EPOLL_CTL_MOD);
    }
}

/* Bytes of a frame that nobody keeps. */
static void skip_some(endpoint *self)
{
    const size_t ready = self->in_used - self->in_read;
    const size_t skipped = self->skip < ready ? (size_t)self->skip : ready;
    self->in_read += skipped;
    self->skip -= skipped;
}

void endpoint_receive(endpoint *self)
{
    self->in_used -= self->in_read;
    memmove(self->in, self->in + self->in_read, self->in_used);
    self->in_read = 0;
    const ssize_t got = recv(self->fd, self->in + self->in_used, ENDPOINT_IN_BYTES - self->in_used, 0);
    self->read_ns = clock_ns();
    if (got > 0) {
        self->in_used += (size_t)got;
        skip_some(self);
    } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
        self->gone = true;
    }
}

bool endpoint_next(endpoint *self, frame *out)
{
    uint64_t used = 0;
    while (self->in_used > self->in_read) {
        const frame_result result = frame_parse(
            self->in + self->in_read, self->in_used - self->in_read, ENDPOINT_IN_BYTES, out, &used);
        if (result == FRAME_COMPLETE) {
            self->in_read += (size_t)used;
            return true;
        }
        if (result == FRAME_INCOMPLETE) {
            return false;
        }
        self->skip = used;
        skip_some(self);
    }
    return false;
}

const char *endpoint_head(endpoint *self)
{
    static const char END[] = "\r\n\r\n";
    uint8_t *const end = memmem(self->in, self->in_used, END, sizeof END - 1U);
    if (end == NULL) {
        return NULL;
    }
    *end = '\0';
    self->in_read = (size_t)(end - self->in) + sizeof END - 1U;
    return (const char *)self->in;
}
