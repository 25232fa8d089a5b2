#include "watch.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { HALF_BAR = 8, PERMILLE = 1000 };

/* "[    ----|++++++++]": backward to the left of the middle, forward to the right. */
static void bar(int permille, char text[2 * HALF_BAR + 4])
{
    memset(text, ' ', 2 * HALF_BAR + 3);
    text[0] = '[';
    text[HALF_BAR + 1] = '|';
    text[2 * HALF_BAR + 2] = ']';
    text[2 * HALF_BAR + 3] = '\0';
    const int magnitude = permille < 0 ? -permille : permille;
    const int cells = (magnitude * HALF_BAR + PERMILLE - 1) / PERMILLE;
    for (int i = 1; i <= cells; i++) {
        text[permille < 0 ? HALF_BAR + 1 - i : HALF_BAR + 1 + i] = permille < 0 ? '-' : '+';
    }
}

void watch_print(const simulation *sim)
{
    char left[2 * HALF_BAR + 4];
    char right[2 * HALF_BAR + 4];
    const esp32 *const chip = &sim->chip;
    const int mv = (int)(chip->battery_uv / 1000);
    bar(chip->applied.left_permille, left);
    bar(chip->applied.right_permille, right);
    const char *const cable = sim->link.master < 0 ? "unplugged" : sim->link.peer ? "bridge connected" : "no bridge";
    char line[200];
    const int length =
        snprintf(line, sizeof line, "left %s %+5d  right %s %+5d  %d.%02d V %3d %%  %-8s %-16s rejected %u%s", left,
                 (int)chip->pwm_left, right, (int)chip->pwm_right, mv / 1000, mv % 1000 / 10,
                 battery_percent(&chip->board.battery), esp32_state_name(chip), cable, chip->board.rejected,
                 isatty(STDOUT_FILENO) == 1 ? "\033[K\r" : "\n");
    if (length > 0 && (size_t)length < sizeof line && write(STDOUT_FILENO, line, (size_t)length) < 0) {
        return; /* nobody watches */
    }
}
