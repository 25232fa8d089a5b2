#include "idf_restarts.h"

void __attribute__((weak)) esp_task_wdt_isr_user_handler(void);
void esp_panic_handler(panic_info_t *info);
void esp_restart_noos(void) __attribute__((noreturn));

void idf_task_watchdog_interrupt(void)
{
    if (esp_task_wdt_isr_user_handler) {
        esp_task_wdt_isr_user_handler();
    }
}

void idf_panic(panic_info_t *info)
{
    esp_panic_handler(info);
}

void idf_restart(void)
{
    esp_restart_noos();
}
