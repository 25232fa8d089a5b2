/*
 * Switches the motors off on every way into a restart that software takes part in. A panic, abort(), a watchdog's
 * interrupt and esp_restart() end in a reset that leaves GPIO and LEDC as they are until the program starts again: 0.3 to
 * 0.5 s with the last duty, longer when flash can't be read. So the enable pin goes low before.
 *
 * Flash may be unreadable here and the other core may be anywhere: all code is in IRAM, the one write goes to a register
 * that clears single bits, nothing is read, locked or called before it.
 */
#include "driver/gpio.h"
#include "esp_attr.h"
#include "esp_private/panic_internal.h"
#include "soc/gpio_reg.h"
#include "soc/soc.h"

#include "pins.h"

_Static_assert(PIN_MOTOR_ENABLE >= 0 && PIN_MOTOR_ENABLE < 32, "GPIO_OUT_W1TC has the pins 0 to 31 only");

void esp_task_wdt_isr_user_handler(void);
void __real_esp_panic_handler(panic_info_t *info);
void __wrap_esp_panic_handler(panic_info_t *info);
void __real_esp_restart_noos(void) __attribute__((noreturn));
void __wrap_esp_restart_noos(void) __attribute__((noreturn));

/* Forced inline: a copy that the compiler keeps elsewhere might be in flash. */
static inline __attribute__((always_inline)) void cut_off(void)
{
    REG_WRITE(GPIO_OUT_W1TC_REG, 1UL << PIN_MOTOR_ENABLE);
}

/* ESP-IDF calls it first in the task watchdog's interrupt. */
void IRAM_ATTR esp_task_wdt_isr_user_handler(void)
{
    cut_off();
}

/* Exceptions, abort(), failed checks, stack overflow, both watchdogs' panics. */
void IRAM_ATTR __wrap_esp_panic_handler(panic_info_t *info)
{
    cut_off();
    __real_esp_panic_handler(info);
}

/* esp_restart(), the brown-out interrupt, and the end of a panic. */
void IRAM_ATTR __wrap_esp_restart_noos(void)
{
    cut_off();
    __real_esp_restart_noos();
}
