/* The enable pin goes low before ESP-IDF's panic handler and restart, and in the task watchdog's interrupt. */
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>

#include "check.h"
#include "idf_restarts.h"
#include "driver/gpio.h"
#include "pins.h"
#include "soc/gpio_reg.h"
#include "soc/soc.h"

void esp_task_wdt_isr_user_handler(void);
void __wrap_esp_panic_handler(panic_info_t *info);
void __wrap_esp_restart_noos(void) __attribute__((noreturn));
void esp_panic_handler(panic_info_t *info);
void esp_restart_noos(void) __attribute__((noreturn));

/* The bounds of what is marked IRAM_ATTR, by the linker. */
extern const char __start_stub_iram[];
extern const char __stop_stub_iram[];

static unsigned writes;
static uint32_t written_address;
static uint32_t written_value;
static unsigned writes_before_idf;
static const panic_info_t *panicked;
static jmp_buf restarted;

void stub_register_write(uint32_t address, uint32_t value)
{
    writes++;
    written_address = address;
    written_value = value;
}

void esp_panic_handler(panic_info_t *info)
{
    writes_before_idf = writes;
    panicked = info;
}

void esp_restart_noos(void)
{
    writes_before_idf = writes;
    longjmp(restarted, 1);
}

static void begin(void)
{
    writes = 0;
    written_address = 0;
    written_value = 0;
    writes_before_idf = 0;
    panicked = NULL;
}

static void check_cut_off(const char *name)
{
    CHECK(writes == 1U && written_address == GPIO_OUT_W1TC_REG, name);
    CHECK(written_value == UINT32_C(1) << PIN_MOTOR_ENABLE, name);
}

static void the_watchdog_interrupt_cuts_off(void)
{
    begin();
    idf_task_watchdog_interrupt();
    check_cut_off("task watchdog");
}

static void a_panic_cuts_off_first_and_is_then_handled(void)
{
    panic_info_t info = {.core = 1};
    begin();
    idf_panic(&info);
    check_cut_off("panic");
    CHECK(writes_before_idf == 1U && panicked == &info, "before ESP-IDF's handler, which goes on");
}

static void a_restart_cuts_off_first(void)
{
    begin();
    if (setjmp(restarted) == 0) {
        idf_restart();
    }
    check_cut_off("restart");
    CHECK(writes_before_idf == 1U, "before ESP-IDF's restart");
}

static bool in_iram(uintptr_t function)
{
    return function >= (uintptr_t)__start_stub_iram && function < (uintptr_t)__stop_stub_iram;
}

static void all_of_it_is_marked_for_iram(void)
{
    CHECK(in_iram((uintptr_t)esp_task_wdt_isr_user_handler), "the watchdog's handler");
    CHECK(in_iram((uintptr_t)__wrap_esp_panic_handler), "before a panic");
    CHECK(in_iram((uintptr_t)__wrap_esp_restart_noos), "before a restart");
}

int main(void)
{
    the_watchdog_interrupt_cuts_off();
    a_panic_cuts_off_first_and_is_then_handled();
    a_restart_cuts_off_first();
    all_of_it_is_marked_for_iram();
    return check_finish("motor cut-off");
}
