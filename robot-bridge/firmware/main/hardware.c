#include "hardware.h"

#include "bootloader_random.h"
#include "driver/gpio.h"
#include "driver/ledc.h"
#include "driver/uart.h"
#include "esp_adc/adc_cali.h"
#include "esp_adc/adc_cali_scheme.h"
#include "esp_adc/adc_oneshot.h"
#include "esp_err.h"
#include "esp_random.h"
#include "esp_task_wdt.h"
#include "esp_timer.h"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"

#include "pins.h"

enum { UART_BUFFER_BYTES = 512 };

static adc_oneshot_unit_handle_t adc;
static adc_cali_handle_t adc_calibration;
static motor_channels applied;

static void set_duty(ledc_channel_t channel, uint32_t duty)
{
    ESP_ERROR_CHECK(ledc_set_duty(LEDC_LOW_SPEED_MODE, channel, duty));
    ESP_ERROR_CHECK(ledc_update_duty(LEDC_LOW_SPEED_MODE, channel));
}

static void start_output(gpio_num_t pin)
{
    ESP_ERROR_CHECK(gpio_reset_pin(pin));
    ESP_ERROR_CHECK(gpio_set_level(pin, 0));
    ESP_ERROR_CHECK(gpio_set_direction(pin, GPIO_MODE_OUTPUT));
}

static void start_pwm(ledc_channel_t channel, gpio_num_t pin)
{
    const ledc_channel_config_t config = {
        .gpio_num = pin,
        .speed_mode = LEDC_LOW_SPEED_MODE,
        .channel = channel,
        .timer_sel = LEDC_TIMER_0,
        .duty = 0,
        .hpoint = 0,
    };
    ESP_ERROR_CHECK(ledc_channel_config(&config));
}

static void start_motors(void)
{
    static const gpio_num_t OUTPUTS[] = {PIN_MOTOR_ENABLE, PIN_A_INPUT_1, PIN_A_INPUT_2, PIN_B_INPUT_1, PIN_B_INPUT_2};
    for (size_t i = 0; i < sizeof OUTPUTS / sizeof OUTPUTS[0]; i++) {
        start_output(OUTPUTS[i]);
    }
    const ledc_timer_config_t timer = {
        .speed_mode = LEDC_LOW_SPEED_MODE,
        .duty_resolution = LEDC_TIMER_10_BIT,
        .timer_num = LEDC_TIMER_0,
        .freq_hz = MOTOR_PWM_HZ,
        .clk_cfg = LEDC_AUTO_CLK,
    };
    ESP_ERROR_CHECK(ledc_timer_config(&timer));
    start_pwm(LEDC_CHANNEL_0, PIN_A_PWM);
    start_pwm(LEDC_CHANNEL_1, PIN_B_PWM);
    if (PIN_MOTOR_FAULT != GPIO_NUM_NC) {
        ESP_ERROR_CHECK(gpio_set_direction(PIN_MOTOR_FAULT, GPIO_MODE_INPUT));
        ESP_ERROR_CHECK(gpio_set_pull_mode(PIN_MOTOR_FAULT, GPIO_PULLUP_ONLY));
    }
    ESP_ERROR_CHECK(gpio_set_level(PIN_MOTOR_ENABLE, 1));
}

static void start_serial(void)
{
    const uart_config_t config = {
        .baud_rate = SERIAL_BAUD,
        .data_bits = UART_DATA_8_BITS,
        .parity = UART_PARITY_DISABLE,
        .stop_bits = UART_STOP_BITS_1,
        .flow_ctrl = UART_HW_FLOWCTRL_DISABLE,
        .source_clk = UART_SCLK_DEFAULT,
    };
    ESP_ERROR_CHECK(uart_driver_install(SERIAL_PORT, UART_BUFFER_BYTES, UART_BUFFER_BYTES, 0, NULL, 0));
    ESP_ERROR_CHECK(uart_param_config(SERIAL_PORT, &config));
    ESP_ERROR_CHECK(
        uart_set_pin(SERIAL_PORT, PIN_SERIAL_TX, PIN_SERIAL_RX, UART_PIN_NO_CHANGE, UART_PIN_NO_CHANGE));
}

static void start_battery(void)
{
    const adc_oneshot_unit_init_cfg_t unit = {.unit_id = BATTERY_ADC_UNIT};
    ESP_ERROR_CHECK(adc_oneshot_new_unit(&unit, &adc));
    const adc_oneshot_chan_cfg_t channel = {.atten = BATTERY_ADC_ATTENUATION, .bitwidth = ADC_BITWIDTH_DEFAULT};
    ESP_ERROR_CHECK(adc_oneshot_config_channel(adc, BATTERY_ADC_CHANNEL, &channel));
#if ADC_CALI_SCHEME_CURVE_FITTING_SUPPORTED
    const adc_cali_curve_fitting_config_t fit = {
        .unit_id = BATTERY_ADC_UNIT,
        .chan = BATTERY_ADC_CHANNEL,
        .atten = BATTERY_ADC_ATTENUATION,
        .bitwidth = ADC_BITWIDTH_DEFAULT,
    };
    ESP_ERROR_CHECK(adc_cali_create_scheme_curve_fitting(&fit, &adc_calibration));
#else
    const adc_cali_line_fitting_config_t fit = {
        .unit_id = BATTERY_ADC_UNIT,
        .atten = BATTERY_ADC_ATTENUATION,
        .bitwidth = ADC_BITWIDTH_DEFAULT,
    };
    ESP_ERROR_CHECK(adc_cali_create_scheme_line_fitting(&fit, &adc_calibration));
#endif
}

void hardware_start(void)
{
    start_motors();
    start_serial();
    start_battery();
}

uint64_t hardware_now_us(void)
{
    return (uint64_t)esp_timer_get_time();
}

uint32_t hardware_random_u32(void)
{
    bootloader_random_enable();
    const uint32_t value = esp_random();
    bootloader_random_disable();
    return value;
}

/* Switched off while its direction changes, so that the bridge is never driven both ways. */
static void apply_channel(ledc_channel_t pwm, gpio_num_t input_1, gpio_num_t input_2, motor_channel now,
                          motor_channel before)
{
    if (now.input_1 != before.input_1 || now.input_2 != before.input_2) {
        set_duty(pwm, 0);
        ESP_ERROR_CHECK(gpio_set_level(input_1, 0));
        ESP_ERROR_CHECK(gpio_set_level(input_2, 0));
        ESP_ERROR_CHECK(gpio_set_level(input_1, now.input_1 ? 1U : 0U));
        ESP_ERROR_CHECK(gpio_set_level(input_2, now.input_2 ? 1U : 0U));
    }
    set_duty(pwm, now.duty);
}

void hardware_apply(motor_channels channels)
{
    apply_channel(LEDC_CHANNEL_0, PIN_A_INPUT_1, PIN_A_INPUT_2, channels.a, applied.a);
    apply_channel(LEDC_CHANNEL_1, PIN_B_INPUT_1, PIN_B_INPUT_2, channels.b, applied.b);
    applied = channels;
}

bool hardware_motor_fault(void)
{
    return PIN_MOTOR_FAULT != GPIO_NUM_NC && gpio_get_level(PIN_MOTOR_FAULT) == 0;
}

uint16_t hardware_battery_mv(void)
{
    int raw = 0;
    int pin_mv = 0;
    if (adc_oneshot_read(adc, BATTERY_ADC_CHANNEL, &raw) != ESP_OK ||
        adc_cali_raw_to_voltage(adc_calibration, raw, &pin_mv) != ESP_OK || pin_mv < 0) {
        return 0;
    }
    const uint32_t pack_mv = (uint32_t)pin_mv * BATTERY_DIVIDER_NUMERATOR / BATTERY_DIVIDER_DENOMINATOR;
    return pack_mv > UINT16_MAX ? (uint16_t)UINT16_MAX : (uint16_t)pack_mv;
}

size_t hardware_read(uint8_t *bytes, size_t capacity)
{
    const int got = uart_read_bytes(SERIAL_PORT, bytes, (uint32_t)capacity, pdMS_TO_TICKS(1));
    return got > 0 ? (size_t)got : 0U;
}

bool hardware_can_write(void)
{
    return uart_wait_tx_done(SERIAL_PORT, 0) == ESP_OK;
}

void hardware_write(const uint8_t *bytes, size_t length)
{
    uart_write_bytes(SERIAL_PORT, bytes, length);
}

void hardware_start_watchdog(uint32_t timeout_ms)
{
    const esp_task_wdt_config_t config = {.timeout_ms = timeout_ms, .idle_core_mask = 0, .trigger_panic = true};
    ESP_ERROR_CHECK(esp_task_wdt_init(&config));
    ESP_ERROR_CHECK(esp_task_wdt_add(NULL));
}

void hardware_feed_watchdog(void)
{
    ESP_ERROR_CHECK(esp_task_wdt_reset());
}
