/*
 * Takes the motors' enable pin low before a restart. ESP-IDF's panic and esp_restart() end in esp_restart_noos(), which
 * resets the CPUs only: GPIO and LEDC go on with the last duty until the program has started again, 0.3 to 0.5 s later,
 * longer when flash can't be read. Read in the sources of ESP-IDF 5.3, 5.5 and 6.0, never seen on a chip.
 *
 * Flash may be unreadable here and the other core may be anywhere: these functions are in IRAM, and the one write goes to
 * a register that clears single bits, so nothing is read or locked. What runs before them is ESP-IDF's:
 * CONFIG_ESP_PANIC_HANDLER_IRAM keeps the panic's way here out of flash, the task watchdog's interrupt is in flash.
 *
 * A hardware reset passes none of this: the watchdogs' second stage, the RTC watchdog, brown-out, the reset button. These
 * reset GPIO too, and the pull-downs hold the motors off. So does a cache error's esp_restart_noos_dig(), after the panic.
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

/* In the task watchdog's interrupt, after it has found the late task and before it panics. */
void IRAM_ATTR esp_task_wdt_isr_user_handler(void)
{
    cut_off();
}

/* Exceptions, also double ones; abort(), failed checks, stack overflow; the panics of both watchdogs. */
void IRAM_ATTR __wrap_esp_panic_handler(panic_info_t *info)
{
    cut_off();
    __real_esp_panic_handler(info);
}

/* esp_restart(), the end of a panic, and (up to ESP-IDF 5.2.2) brown-out. */
void IRAM_ATTR __wrap_esp_restart_noos(void)
{
    cut_off();
    __real_esp_restart_noos();
}
