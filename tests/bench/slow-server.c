/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A server on loopback, in a process of its own, that answers each request after 20 ms: one thread, one
 * epoll set, a queue of due times. Prints its port; ends when standard input does. */

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define DELAY   20000 /* µs */
#define MAX_DUE 4096

static const char reply[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"ok\":true}";

static struct { int fd; long long due; } queue[MAX_DUE]; /* a ring: all wait equally long */
static unsigned first, end;
static int set;

static long long
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000LL + time.tv_nsec / 1000;
}

static void
add (int fd)
{
  struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };

  epoll_ctl (set, EPOLL_CTL_ADD, fd, &event);
}

/* A request of the benchmark comes in one piece. */
static void
serve (int fd)
{
  char buffer[4096];

  if (read (fd, buffer, sizeof buffer) <= 0)
    {
      close (fd);
      return;
    }
  queue[end % MAX_DUE].fd = fd;
  queue[end++ % MAX_DUE].due = now () + DELAY;
}

static int
answer_due (void)
{
  long long time = now ();

  while (first != end && queue[first % MAX_DUE].due <= time)
    if (write (queue[first++ % MAX_DUE].fd, reply, sizeof reply - 1) < 0)
      return -1;
  return first == end ? -1 : (int) ((queue[first % MAX_DUE].due - time + 999) / 1000);
}

static int
listen_here (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;
  int server = socket (AF_INET, SOCK_STREAM, 0);

  if (bind (server, (struct sockaddr *) &address, sizeof address) != 0 || listen (server, 1024) != 0)
    return -1;
  getsockname (server, (struct sockaddr *) &address, &length);
  printf ("%d\n", ntohs (address.sin_port));
  fflush (stdout);
  return server;
}

int
main (void)
{
  int server = listen_here ();

  set = epoll_create1 (0);
  add (server);
  add (STDIN_FILENO);
  for (;;)
    {
      struct epoll_event events[64];
      int n = epoll_wait (set, events, 64, answer_due ());

      for (int i = 0; i < n; i++)
        {
          if (events[i].data.fd == STDIN_FILENO)
            return 0;
          if (events[i].data.fd == server)
            add (accept (server, NULL, NULL));
          else
            serve (events[i].data.fd);
        }
    }
}
